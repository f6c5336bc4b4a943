/**
 * Decides which packets the board shows. While it is held, no packet gets, changes or loses its lane, but what a lane
 * shows still changes. While it is paused, nothing changes.
 */
import type { BoardGroup } from '@/lib/client/board-search'
import type { BoardPacket, LiveBoard } from '@/lib/client/live-board'
import { arrange, type Group } from './places'

/** Immutable: each change of the board makes a new scene. */
export interface Scene {
  readonly by: BoardGroup
  readonly groups: readonly Group[]
  /** All packets that have a lane. */
  readonly packets: ReadonlyMap<string, BoardPacket>
  /** The number of packets in flight, with a lane or without; null before it is known. */
  readonly inFlight: number | null
  /** The number of packets that get a lane once the board is no longer held. */
  readonly waiting: number
}

export class Stage {
  readonly #board: LiveBoard
  readonly #listeners = new Set<() => void>()
  #scene: Scene
  #held = false
  #paused = false

  constructor(board: LiveBoard, by: BoardGroup) {
    this.#board = board
    this.#scene = { by, groups: [], packets: new Map(), inFlight: null, waiting: 0 }
    board.subscribe(() => this.#follow())
  }

  get scene(): Scene {
    return this.#scene
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  group(by: BoardGroup): void {
    const { packets } = this.#scene
    if (by !== this.#scene.by) this.#show({ ...this.#scene, by, groups: arrange([], packets, by) })
  }

  hold(held: boolean): void {
    if (held === this.#held) return
    this.#held = held
    if (!held) this.#follow()
  }

  pause(paused: boolean): void {
    if (paused === this.#paused) return
    this.#paused = paused
    if (!paused) this.#follow()
  }

  #follow(): void {
    if (this.#paused) return
    const { packets: now, inFlight } = this.#board
    const { by, groups } = this.#scene
    if (!this.#held) {
      const packets = new Map(now)
      this.#show({ by, groups: arrange(groups, packets, by), packets, inFlight, waiting: 0 })
      return
    }
    const packets = new Map<string, BoardPacket>()
    for (const [id, packet] of this.#scene.packets) packets.set(id, now.get(id) ?? packet)
    let waiting = 0
    for (const id of now.keys()) if (!packets.has(id)) waiting += 1
    this.#show({ by, groups, packets, inFlight, waiting })
  }

  #show(scene: Scene): void {
    this.#scene = scene
    for (const listener of this.#listeners) listener()
  }
}

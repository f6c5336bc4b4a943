/**
 * What the board shows of the packets that there are. While it is held, no packet gets, changes or loses its lane, and
 * what they show goes on changing; while it is paused, nothing changes.
 */
import type { BoardGroup } from '@/lib/client/board-search'
import type { BoardPacket, LiveBoard } from '@/lib/client/live-board'
import { arrange, type Group } from './places'

/** Unchanging: each change of the board makes a new one. */
export interface Scene {
  readonly by: BoardGroup
  readonly groups: readonly Group[]
  /** All that have a lane. */
  readonly packets: ReadonlyMap<string, BoardPacket>
  /** All there are, with a lane or without; null before that is known. */
  readonly inFlight: number | null
  /** Packets that get a lane as soon as the board is let go. */
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

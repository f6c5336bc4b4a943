// Keeps the parts running: restarts one that ends, and stops them all when restarting does not help.
import { setTimeout as pause } from 'node:timers/promises'
import { saysDiskIsFull } from '@/lib/temporal/trouble'
import { describeFailure, Problem } from '../console/problem'
import { describeExit, lastWords, type PartExit } from '../stack/part'
import type { PartName, Stack } from '../stack/stack'

const MAX_RESTARTS = 5
const WINDOW_MS = 60_000

/** The members of a stack that the supervisor uses. */
export type Watched = Pick<Stack, 'names' | 'part' | 'start'>

export class Supervisor {
  readonly #restarts = new Map<PartName, number[]>()
  readonly #reviving = new Set<PartName>()
  readonly #stack: Watched
  readonly #say: (line: string) => void
  readonly #firstPauseMs: number

  constructor(stack: Watched, say: (line: string) => void, { firstPauseMs = 250 } = {}) {
    this.#stack = stack
    this.#say = say
    this.#firstPauseMs = firstPauseMs
  }

  /**
   * Watches until the signal is aborted.
   * @throws Problem with how a part ended and its last lines when restarting it does not help
   */
  async watch(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const forget: (() => void)[] = []
    try {
      await new Promise<void>((done, fail) => {
        signal.addEventListener('abort', () => done(), { once: true })
        for (const name of this.#stack.names) {
          const part = this.#stack.part(name)
          const react = (exit: PartExit) => {
            if (exit.wanted || signal.aborted || this.#reviving.has(name)) return
            this.#revive(name, exit, signal).catch(fail)
          }
          forget.push(part.onExit(react))
          // The part may have ended while the others were still starting.
          if (part.lastExit !== null) react(part.lastExit)
        }
      })
    } finally {
      for (const stop of forget) stop()
    }
  }

  async #revive(name: PartName, exit: PartExit, signal: AbortSignal): Promise<void> {
    this.#reviving.add(name)
    try {
      // A killed part printed nothing about its end.
      const words = exit.signal ? '' : ` ${lastWords(this.#stack.part(name))}`
      this.#say(`${name} ${describeExit(exit)}.${words}`)
      do await this.#tryAgain(name, signal)
      while (!signal.aborted && !this.#stack.part(name).running)
    } finally {
      this.#reviving.delete(name)
    }
  }

  async #tryAgain(name: PartName, signal: AbortSignal): Promise<void> {
    const part = this.#stack.part(name)
    const count = this.#countRestart(name)
    if (count > MAX_RESTARTS) {
      const exit = part.lastExit
      // A part that never became ready was killed by the supervisor, so its exit explains nothing.
      const how = exit && !exit.wanted ? ` The last time it ${describeExit(exit)}.` : ''
      throw new Problem(
        `${name} ended ${count} times within a minute, so everything stops.${how} ${lastWords(part)}`,
      )
    }
    this.#say(`Starting ${name} again (${count} of at most ${MAX_RESTARTS} times a minute).`)
    try {
      await pause(this.#firstPauseMs * 2 ** (count - 1), undefined, { signal })
      await this.#stack.start(name, signal)
      this.#say(`${name} runs again.`)
    } catch (error) {
      if (signal.aborted) return
      this.#say(describeFailure(error))
      await part.kill()
    }
  }

  #countRestart(name: PartName): number {
    const since = performance.now() - WINDOW_MS
    const recent = (this.#restarts.get(name) ?? []).filter((at) => at > since)
    recent.push(performance.now())
    this.#restarts.set(name, recent)
    return recent.length
  }
}

/** The parts that store data. A worker is left out, because its lines may quote what carriers write. */
const STORING: readonly PartName[] = ['postgres', 'temporal', 'simulator']

const AGAIN_MS = 60_000

/**
 * Reports a full disk on the console, because it blocks everything while all processes go on running. The returned
 * function takes every line of every part. It reports the first one about a full disk, then at most once a minute
 * while more come.
 */
export function tellOfFullDisk(
  dataDir: string,
  say: (sentence: string) => void,
): (part: PartName, line: string) => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return (part, line) => {
    if (!STORING.includes(part) || !saysDiskIsFull(line)) return
    if (performance.now() - toldAt < AGAIN_MS) return
    toldAt = performance.now()
    say(
      `The disk that holds ${dataDir} is full: no packet is accepted, and none goes on. Make room there; nothing is lost, and all goes on by itself then.`,
    )
  }
}

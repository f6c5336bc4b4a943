/** Back-pressure: pauses the topic's partitions while their messages cannot be processed. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Consumer } from 'kafkajs'
import type { Reporter } from './reporter'

const firstPauseMs = 1_000
const longestPauseMs = 15_000

export class Hold {
  #isOn = false
  #tries = 0

  constructor(
    private readonly consumer: Pick<Consumer, 'pause' | 'resume'>,
    private readonly topic: string,
    private readonly reporter: Pick<Reporter, 'is' | 'isInTrouble'>,
    /** Aborts when the consumer is gone. */
    private readonly signal: AbortSignal,
  ) {}

  get isOn(): boolean {
    return this.#isOn
  }

  /** The last try failed, so the next one takes a single message. */
  get isTrying(): boolean {
    return this.#tries > 0
  }

  /** Call this when a message was taken: it resets the back-off. */
  passed(): void {
    this.#tries = 0
    this.reporter.is('consuming')
  }

  /** Pauses for a time that doubles with each failed try. */
  putOff(why: string): void {
    const ms = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#tries)
    this.#tries += 1
    this.reporter.isInTrouble('paused', why)
    this.#start(() => pause(ms, undefined, { signal: this.signal }))
  }

  /** Pauses until the condition holds. @param isOver evaluated every second */
  until(isOver: () => Promise<boolean>, why: string): void {
    this.reporter.is('paused', why)
    this.#start(async () => {
      do await pause(firstPauseMs, undefined, { signal: this.signal })
      while (!(await isOver()))
    })
  }

  #start(over: () => Promise<unknown>): void {
    this.#isOn = true
    this.consumer.pause([{ topic: this.topic }])
    over().then(
      () => this.#end(),
      // Rejects when the consumer is stopping.
      () => undefined,
    )
  }

  #end(): void {
    this.#isOn = false
    this.consumer.resume([{ topic: this.topic }])
  }
}

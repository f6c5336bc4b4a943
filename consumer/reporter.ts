/** What the consumer says of itself: in its log when something changes, in the store every few seconds. */
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Admin, Kafka } from 'kafkajs'
import type pino from 'pino'
import type { ConsumerReport } from '@/lib/contract/broker'
import { saveReport } from '@/lib/store/broker'
import { countUntoldEndings } from '@/lib/store/endings'
import { type Database, storeErrorOf } from '@/lib/store/store'
import type { ConsumerEnv } from './env'
import { wordsOf } from './kafka'

type State = ConsumerReport['state']
type Counted = 'accepted' | 'repeated' | 'refused' | 'endingsTold'

/** When nothing has changed; and when something has. */
const everyMs = 3_000
const promptMs = 1_000
const mostCounted = 100_000

interface Reporting {
  env: Pick<ConsumerEnv, 'group' | 'topic' | 'deadLetterTopic' | 'endingsTopic' | 'aliveFile'>
  kafka: Kafka
  db: Database
  log: Pick<pino.Logger, 'info' | 'warn'>
}

export class Reporter {
  readonly #id = randomUUID()
  readonly #parts: Reporting
  readonly #admin: Admin
  #report: ConsumerReport
  #isAdminConnected = false
  #isAsking = false
  #isUnsaved = false
  #hasChanged = false

  constructor(parts: Reporting) {
    this.#parts = parts
    this.#admin = parts.kafka.admin()
    const { group, topic, deadLetterTopic, endingsTopic } = parts.env
    const now = new Date().toISOString()
    this.#report = {
      ...{ group, topic, deadLetterTopic, endingsTopic },
      ...{ state: 'connecting', since: now, why: null, lastError: null, startedAt: now },
      ...{ lag: null, accepted: 0, repeated: 0, refused: 0, endingsTold: 0, endingsWaiting: null },
    }
  }

  count(what: Counted, more = 1): void {
    this.#report[what] += more
    if (more > 0) this.#hasChanged = true
  }

  /** @param why in a sentence, for what is not consuming */
  is(state: State, why: string | null = null): void {
    if (this.#change(state, why)) this.#parts.log.info({ state }, why ?? state)
  }

  /** It is in this state because something failed, which is said once, however often it fails. */
  isInTrouble(state: State, why: string): void {
    this.failed(why)
    if (this.#change(state, why)) this.#parts.log.warn({ state }, why)
  }

  /** Whether it is news. */
  #change(state: State, why: string | null): boolean {
    const { state: before, why: whyBefore } = this.#report
    if (state === before && why === whyBefore) return false
    this.#report.why = why
    this.#hasChanged = true
    if (state !== before) {
      this.#report.state = state
      this.#report.since = new Date().toISOString()
      if (!this.#isInGroup) this.#report.lag = null
    }
    return state !== before || whyBefore === null
  }

  get #isInGroup(): boolean {
    return this.#report.state === 'consuming' || this.#report.state === 'paused'
  }

  failed(message: string): void {
    this.#report.lastError = { at: new Date().toISOString(), message: message.slice(0, 1_000) }
  }

  /** Until the signal; then once more. */
  async run(signal: AbortSignal): Promise<void> {
    for (let unsaidMs = everyMs; !signal.aborted; unsaidMs += promptMs) {
      if (this.#hasChanged || unsaidMs >= everyMs) {
        this.#hasChanged = false
        unsaidMs = 0
        // A broker that does not answer must not keep the rest from being said.
        if (!this.#isAsking) void this.#askLag()
        await this.#save()
      }
      await pause(promptMs, undefined, { signal }).catch(() => undefined)
    }
    this.is('stopped')
    await this.#save()
    await this.#admin.disconnect().catch(() => undefined)
  }

  async #askLag(): Promise<void> {
    this.#isAsking = true
    const { lag: before } = this.#report
    try {
      const lag = await this.#lag()
      this.#report.lag = this.#isInGroup ? lag : null
    } catch (error) {
      this.#isAdminConnected = false
      this.#report.lag = null
      this.failed(`The lag is not known: ${wordsOf(error)}`)
    }
    if (this.#report.lag !== before) this.#hasChanged = true
    this.#isAsking = false
  }

  /** Messages of the topic that the group has not taken. */
  async #lag(): Promise<number> {
    const { group, topic } = this.#parts.env
    if (!this.#isAdminConnected) {
      await this.#admin.connect()
      this.#isAdminConnected = true
    }
    const [ends, [taken]] = await Promise.all([
      this.#admin.fetchTopicOffsets(topic),
      this.#admin.fetchOffsets({ groupId: group, topics: [topic] }),
    ])
    const committed = new Map(taken?.partitions.map(({ partition, offset }) => [partition, offset]))
    return ends
      .map(({ partition, high, low }) => {
        const next = committed.get(partition) ?? '-1'
        return Number(BigInt(high) - BigInt(next === '-1' ? low : next))
      })
      .reduce((sum, each) => sum + Math.max(0, each), 0)
  }

  async #save(): Promise<void> {
    const { db, env, log } = this.#parts
    try {
      if (env.endingsTopic !== null) this.#report.endingsWaiting = await countUntoldEndings(db, mostCounted)
      await saveReport(db, this.#id, this.#report)
      if (this.#isUnsaved) log.info('Reports are stored again.')
      this.#isUnsaved = false
    } catch (error) {
      if (!this.#isUnsaved)
        log.warn(`Reports cannot be stored: ${wordsOf(storeErrorOf(error))}. It is tried again.`)
      this.#isUnsaved = true
    }
    if (env.aliveFile !== null) await writeFile(env.aliveFile, '').catch(() => undefined)
  }
}

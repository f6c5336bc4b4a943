/** The consumer's reports about itself: in its log when something changes, in the store every few seconds. */
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

/** The interval of reports without a change, and of those after a change. */
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

  /** @param why a sentence, for states other than "consuming" */
  is(state: State, why: string | null = null): void {
    if (this.#change(state, why)) this.#parts.log.info({ state }, why ?? state)
  }

  /** Sets a state that is caused by a failure, and logs it once, however often the failure repeats. */
  isInTrouble(state: State, why: string): void {
    this.failed(why)
    if (this.#change(state, why)) this.#parts.log.warn({ state }, why)
  }

  /** Returns whether the change is to be logged. */
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

  /** Reports until the signal aborts, and then a last time. */
  async run(signal: AbortSignal): Promise<void> {
    for (let unsaidMs = everyMs; !signal.aborted; unsaidMs += promptMs) {
      if (this.#hasChanged || unsaidMs >= everyMs) {
        this.#hasChanged = false
        unsaidMs = 0
        // Not awaited: a broker that does not answer must not delay the rest of the report.
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

  /** The number of messages in the topic that the group has not committed. */
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

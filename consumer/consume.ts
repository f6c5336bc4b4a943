/**
 * Turns messages of the topic into packets. An offset is committed only when every message before it is in the store or
 * in the dead-letter topic.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage, Producer } from 'kafkajs'
import pLimit from 'p-limit'
import type pino from 'pino'
import { countUnclaimed } from '@/lib/store/broker'
import { type Database, storeErrorOf } from '@/lib/store/store'
import { sendDeadLetter } from './dead-letters'
import type { ConsumerEnv } from './env'
import { Hold } from './hold'
import { ensureTopics, wordsOf } from './kafka'
import type { Reporter } from './reporter'
import { type Outcome, type Placed, submitMessage } from './submit'

export interface Consuming {
  env: ConsumerEnv
  kafka: Kafka
  db: Database
  reporter: Reporter
  log: Pick<pino.Logger, 'info' | 'warn'>
}

const longestPauseMs = 15_000

/** Runs until the signal aborts, through every outage of the broker. */
export async function consume(parts: Consuming, signal: AbortSignal): Promise<void> {
  const { env, reporter } = parts
  const stopped = aborted(signal)
  let failures = 0
  while (!signal.aborted) {
    const begunAt = performance.now()
    try {
      await consumeUntilBroken(parts, stopped)
    } catch (error) {
      if (signal.aborted) return
      const where = `Kafka at ${env.brokers.join(', ')}`
      reporter.isInTrouble('connecting', `${where}: ${wordsOf(error)}. It is tried again.`)
      if (performance.now() - begunAt > calmMs) failures = 0
      const ms = Math.min(longestPauseMs, 1_000 * 2 ** failures)
      failures += 1
      await pause(ms, undefined, { signal }).catch(() => undefined)
    }
  }
}

/** How long the partitions of a killed consumer stay assigned to it. */
const sessionMs = 10_000
const heartbeatMs = 2_000
/** The client library has been seen to stop without reporting an error. */
const longestSilenceMs = 60_000
/** After this time without a failure, the back-off starts anew. */
const calmMs = 60_000

/** @throws the failure of the broker or of the connection to it */
async function consumeUntilBroken(parts: Consuming, stopped: Promise<void>): Promise<void> {
  const { env, kafka, reporter, log } = parts
  const consumer = kafka.consumer({
    groupId: env.group,
    sessionTimeout: sessionMs,
    heartbeatInterval: heartbeatMs,
    maxWaitTimeInMs: 1_000,
    allowAutoTopicCreation: false,
    // No restart by the library: `consume` makes a new consumer and reports why.
    retry: { retries: 3, restartOnFailure: async () => false },
  })
  const producer = kafka.producer({ allowAutoTopicCreation: false })
  const gone = new AbortController()
  const hold = new Hold(consumer, env.topic, reporter, gone.signal)
  consumer.on(consumer.events.GROUP_JOIN, () => {
    if (!hold.isOn) reporter.is('consuming')
  })
  const begin = async () => {
    await ensureTopics(kafka, [env.topic, env.deadLetterTopic], log)
    await producer.connect()
    await consumer.connect()
    await consumer.subscribe({ topics: [env.topic], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => takeBatch({ ...parts, producer, hold }, payload),
    })
  }
  try {
    await Promise.race([begin().then(() => stopped), brokenOff(consumer, gone.signal), stopped])
  } finally {
    gone.abort()
    await disconnect(consumer, producer)
  }
}

/** Rejects when the consumer has crashed, or was silent for too long. */
function brokenOff(consumer: Consumer, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    let heardAt = performance.now()
    const hear = () => {
      heardAt = performance.now()
    }
    consumer.on(consumer.events.GROUP_JOIN, hear)
    consumer.on(consumer.events.HEARTBEAT, hear)
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
    const timer = setInterval(() => {
      if (performance.now() - heardAt > longestSilenceMs)
        reject(new Error(`nothing was heard of the group for ${longestSilenceMs / 1000} s`))
    }, heartbeatMs)
    signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  })
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Finishes what is under way first. */
async function disconnect(consumer: Consumer, producer: Producer): Promise<void> {
  await consumer.disconnect().catch(() => undefined)
  await producer.disconnect().catch(() => undefined)
}

interface Taking extends Consuming {
  producer: Producer
  hold: Hold
}

const mostInChunk = 100

/** Messages that this leaves unresolved are fetched again. */
async function takeBatch(taking: Taking, payload: EachBatchPayload): Promise<void> {
  const { hold } = taking
  const { batch, resolveOffset, heartbeat, isRunning, isStale } = payload
  const { topic, partition, messages } = batch
  for (let next = 0; next < messages.length; ) {
    if (hold.isOn || !isRunning() || isStale()) return
    if (await isHeldByBacklog(taking)) return
    const chunk = messages.slice(next, next + (hold.isTrying ? 1 : mostInChunk))
    const { done, why } = await beating(heartbeat, () => takeChunk(taking, topic, partition, chunk))
    const last = chunk[done - 1]
    if (last !== undefined) {
      resolveOffset(last.offset)
      await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets())
    }
    if (why !== null) return hold.putOff(why)
    hold.passed()
    await heartbeat()
    next += done
  }
}

/** Sends heartbeats during the work: the broker considers a consumer dead that is silent for too long. */
async function beating<T>(heartbeat: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void heartbeat().catch(() => undefined), heartbeatMs)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

/** Holds the topic while too many accepted packets still wait for workers. Returns whether it does. */
async function isHeldByBacklog({ env: { maxWaiting }, db, hold }: Taking): Promise<boolean> {
  try {
    if ((await countUnclaimed(db, maxWaiting)) < maxWaiting) return false
  } catch (error) {
    hold.putOff(`The store cannot say how many packets wait: ${wordsOf(storeErrorOf(error))}`)
    return true
  }
  const isOver = () =>
    countUnclaimed(db, maxWaiting).then(
      (count) => count <= maxWaiting / 2,
      () => false,
    )
  hold.until(isOver, `${maxWaiting} accepted packets wait for a worker to begin with them.`)
  return true
}

interface Taken {
  /** This many messages, from the first one on, are done and need not be seen again. */
  done: number
  /** Why the next message was put off; null if none was. */
  why: string | null
}

async function takeChunk(
  { env, producer, reporter }: Taking,
  topic: string,
  partition: number,
  messages: readonly KafkaMessage[],
): Promise<Taken> {
  const placed = messages.map((message) => ({ topic, partition, message }))
  const outcomes = await submitAll(env.apiUrl, placed)
  for (const [index, outcome] of outcomes.entries()) {
    const each = placed[index]
    if (each === undefined) break
    if (outcome.is === 'put off') return { done: index, why: outcome.why }
    if (outcome.is === 'refused') {
      try {
        await sendDeadLetter(producer, env.deadLetterTopic, { ...each, ...outcome })
      } catch (error) {
        return { done: index, why: `${env.deadLetterTopic} cannot be written: ${wordsOf(error)}` }
      }
    }
    reporter.count(outcome.is)
  }
  return { done: messages.length, why: null }
}

const atOnce = 50

/**
 * Submits messages with the same key in their order, and others concurrently. Once a message is put off, no further one
 * is submitted.
 */
async function submitAll(apiUrl: string, placed: readonly Placed[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = placed.map(() => ({ is: 'put off', why: 'An earlier message was put off.' }))
  const limit = pLimit(atOnce)
  let isOver = false
  const submitInOrder = async (indexes: readonly number[]) => {
    for (const index of indexes) {
      const each = placed[index]
      if (isOver || each === undefined) return
      const outcome = await submitMessage(apiUrl, each)
      outcomes[index] = outcome
      if (outcome.is === 'put off') isOver = true
    }
  }
  await Promise.all(lanesOf(placed).map((lane) => limit(() => submitInOrder(lane))))
  return outcomes
}

/** Groups the indexes of messages that have to keep their order. */
function lanesOf(placed: readonly Placed[]): number[][] {
  const lanes = new Map<string, number[]>()
  for (const [index, { message }] of placed.entries()) {
    const name = message.key === null ? `#${index}` : `=${message.key.toString('base64')}`
    lanes.set(name, [...(lanes.get(name) ?? []), index])
  }
  return [...lanes.values()]
}

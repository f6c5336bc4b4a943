/** Writes the endings of packets to a topic: at least once, and never an older state of a packet after a newer one. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Producer } from 'kafkajs'
import { openEndingsFeed, tellEndings } from '@/lib/store/endings'
import { storeErrorOf } from '@/lib/store/store'
import type { Consuming } from './consume'
import { ensureTopics, wordsOf } from './kafka'

const mostAtOnce = 200
const idleMs = 500
const troubledMs = 5_000

/** Runs until the signal aborts, through every outage of broker and store. */
export async function keepTelling(parts: Consuming, topic: string, signal: AbortSignal): Promise<void> {
  let isSaid = false
  while (!signal.aborted) {
    try {
      await tellUntilBroken(parts, topic, signal, () => {
        isSaid = false
      })
    } catch (error) {
      if (signal.aborted) return
      const words = `Endings cannot be told to ${topic}: ${wordsOf(storeErrorOf(error))}. It is tried again.`
      parts.reporter.failed(words)
      if (!isSaid) parts.log.warn(words)
      isSaid = true
      await pause(troubledMs, undefined, { signal }).catch(() => undefined)
    }
  }
}

async function tellUntilBroken(
  { kafka, db, reporter, log }: Consuming,
  topic: string,
  signal: AbortSignal,
  onTold: () => void,
): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: false })
  try {
    await openEndingsFeed(db)
    await ensureTopics(kafka, [topic], log)
    await producer.connect()
    while (!signal.aborted) {
      const told = await tellEndings(db, mostAtOnce, (ended) => send(producer, topic, ended))
      onTold()
      reporter.count('endingsTold', told ?? 0)
      if (told === null || told < mostAtOnce)
        await pause(idleMs, undefined, { signal }).catch(() => undefined)
    }
  } finally {
    await producer.disconnect().catch(() => undefined)
  }
}

/**
 * Packets as in `GET /api/packets/{id}`, with the packet's id as key, so that all states of a packet share a partition.
 */
async function send(producer: Producer, topic: string, ended: readonly { id: string }[]): Promise<void> {
  if (ended.length === 0) return
  const messages = ended.map((packet) => ({
    key: packet.id,
    value: JSON.stringify(packet),
    headers: { 'content-type': 'application/json' },
  }))
  await producer.send({ topic, messages })
}

import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eq, sql } from 'drizzle-orm'
import type { IHeaders, Kafka, Message } from 'kafkajs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokerStatus } from '@/lib/contract/broker'
import { packetSchema } from '@/lib/contract/packet'
import { packets } from '@/lib/store/schema'
import { apiUnderTest } from '@/web/api/test-support/api-under-test'
import { callApi } from '@/web/api/test-support/call-api'
import { sendReceipt } from '@/web/api/test-support/carrier'
import { eventually } from '@/web/api/test-support/eventually'
import { packetWhen, submit, usualPacket } from '@/web/api/test-support/packets'
import { createListener } from '@/web/listener'
import { makeTopics } from './kafka'
import { ConsumerProcess } from './test-support/consumer-process'
import { KafkaBroker, login } from './test-support/kafka-broker'
import { findKafka } from './test-support/kafka-runtime'

const runtime = await findKafka()
if (typeof runtime === 'string')
  process.stdout.write(`Not run: the tests of the consumer, because ${runtime}.\n`)

/** The API on a port of its own; it can be made to answer like a web process in trouble. */
class Front {
  #answer: RequestListener
  readonly #server: Server
  /** The idempotency key of each request, in the order of arrival. */
  readonly keys: (string | undefined)[] = []

  private constructor() {
    this.#answer = Front.#api
    this.#server = createServer((request, response) => {
      this.keys.push(request.headers['idempotency-key']?.toString())
      this.#answer(request, response)
    })
  }

  static readonly #api = createListener((_, response) => response.writeHead(404).end())

  static async start(): Promise<Front> {
    const front = new Front()
    await new Promise<void>((resolve) => front.#server.listen(0, '127.0.0.1', resolve))
    return front
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  fail(status: number): void {
    this.#answer = (_, response) => response.writeHead(status).end()
  }

  recover(): void {
    this.#answer = Front.#api
  }

  stop(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

interface Told {
  partition: number
  key: string | undefined
  value: string | null
  headers: Record<string, string | undefined>
}

/** Long: a killed consumer keeps its partitions for 10 s, and the machine may be busy. */
const patienceMs = 60_000
const limits = { timeout: 180_000 }
const partitions = 3

describe.skipIf(typeof runtime === 'string')('a consumer', limits, () => {
  const api = apiUnderTest({ settlingMs: 600_000 })
  let broker: KafkaBroker
  let kafka: Kafka
  let front: Front
  let consumers: ConsumerProcess[] = []
  let topics = 0

  beforeAll(async () => {
    if (typeof runtime === 'string') return
    broker = await KafkaBroker.start(runtime)
    kafka = broker.client()
    front = await Front.start()
  }, 120_000)

  afterEach(async () => {
    front.recover()
    await Promise.all(consumers.map((each) => each.stop()))
    consumers = []
  })

  afterAll(async () => {
    front?.stop()
    await broker?.stop()
  })

  /** A new topic for each test. */
  async function newTopic(settings: Record<string, string> = {}): Promise<string> {
    const topic = `packets-${topics++}`
    const admin = kafka.admin()
    await admin.connect()
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }))
    await makeTopics(admin, [{ topic, numPartitions: partitions, configEntries }])
    await admin.disconnect()
    return topic
  }

  async function produce(topic: string, messages: Message[]): Promise<void> {
    // Idempotent, so that a message that is sent again, because the broker is slow, is stored once. A retry would
    // choose another partition for a message without a key, so that partition is fixed below.
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
    const placed = messages.map((each, index) =>
      each.key ? each : { partition: index % partitions, ...each },
    )
    await producer.connect()
    await producer.send({ topic, messages: placed })
    await producer.disconnect()
  }

  async function start(topic: string, env: Record<string, string> = {}): Promise<ConsumerProcess> {
    const consumer = await ConsumerProcess.start(environment(topic, env))
    consumers.push(consumer)
    return consumer
  }

  function environment(topic: string, env: Record<string, string>): Record<string, string> {
    return {
      KAFKA_BROKERS: broker.address,
      KAFKA_TOPIC: topic,
      KAFKA_GROUP_ID: `group-of-${topic}`,
      API_URL: front.url,
      DATABASE_URL: process.env.DATABASE_URL ?? '',
      ...env,
    }
  }

  const report = async (topic: string) => {
    const { consumers } = brokerStatus.parse(await (await callApi('/api/broker')).json())
    return consumers.find((each) => each.topic === topic)
  }

  const reportWhen = (
    topic: string,
    holds: (it: NonNullable<Awaited<ReturnType<typeof report>>>) => boolean,
  ) =>
    eventually(
      () => report(topic),
      (it) => it !== undefined && holds(it),
      patienceMs,
    )

  /** Reads the topic until its messages are as wanted. */
  async function readUntil(topic: string, wanted: (told: readonly Told[]) => boolean): Promise<Told[]> {
    const told: Told[] = []
    const reader = kafka.consumer({ groupId: `reader-${topics++}`, maxWaitTimeInMs: 200 })
    await reader.connect()
    await reader.subscribe({ topics: [topic], fromBeginning: true })
    const textOf = (headers: IHeaders = {}) =>
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()]))
    await reader.run({
      eachMessage: async ({ partition, message: { key, value, headers } }) => {
        told.push({
          partition,
          key: key?.toString(),
          value: value?.toString() ?? null,
          headers: textOf(headers),
        })
      },
    })
    await eventually(async () => told, wanted, patienceMs)
    await reader.disconnect()
    return told
  }

  const from = (source: string, text = 'Hello') => JSON.stringify({ ...usualPacket, source, text })

  const countFrom = async (source: string) => {
    const [row] = await api.store.db
      .select({ count: sql<number>`count(*)::integer` })
      .from(packets)
      .where(eq(packets.source, source))
    return row?.count ?? 0
  }

  const countWhen = (source: string, wanted: number) =>
    eventually(
      () => countFrom(source),
      (count) => count >= wanted,
      patienceMs,
    )

  test('makes packets of messages, which are delivered like any others', async () => {
    const topic = await newTopic()
    const text = JSON.stringify({ ...usualPacket, id: 'from-kafka' })
    await produce(topic, [{ value: text }, { value: from('before-it-ran') }])
    await start(topic)
    await produce(topic, [{ value: from('while-it-runs') }])
    await api.confirm(await api.carrier.handOver('from-kafka'))
    await packetWhen('from-kafka', ({ status }) => status === 'DELIVERED')
    await countWhen('while-it-runs', 1)
    expect(await countFrom('before-it-ran')).toBe(1)
    const seen = await reportWhen(topic, ({ accepted, lag }) => accepted === 3 && lag === 0)
    expect(seen).toMatchObject({ state: 'consuming', why: null, repeated: 0, refused: 0, lastError: null })
  })

  test('reads messages in every compression that Kafka knows', async () => {
    const text = 'The same again and again, and so well compressed. '.repeat(2_000)
    const readCompressed = async (codec: string) => {
      const topic = await newTopic({ 'compression.type': codec })
      await produce(topic, [{ value: from(codec, text) }, { value: from(codec) }])
      await start(topic)
      await countWhen(codec, 2)
      const stored = await api.store.db
        .select({ contents: packets.contents })
        .from(packets)
        .where(eq(packets.source, codec))
      expect(stored.map(({ contents }) => Buffer.from(contents ?? []).toString())).toContain(text)
    }
    await Promise.all(['gzip', 'snappy', 'lz4', 'zstd'].map(readCompressed))
  })

  test('makes one packet of a repeated message, recognized by its header or else by its key', async () => {
    const topic = await newTopic()
    const byHeader = { value: from('by-header'), headers: { 'Idempotency-Key': 'order-1' } }
    const byKey = { key: Buffer.from([0, 255, 32]), value: from('by-key') }
    const byPlace = { value: from('by-place') }
    await produce(topic, [byHeader, byHeader, byKey, byKey, byPlace, byPlace])
    const first = await start(topic)
    await reportWhen(topic, ({ accepted, repeated }) => accepted + repeated === 6)
    expect(await Promise.all(['by-header', 'by-key', 'by-place'].map(countFrom))).toEqual([1, 1, 2])
    // The same messages at the same offsets, read by a group that has not seen them.
    await first.stop()
    await start(topic, { KAFKA_GROUP_ID: 'another-group' })
    await reportWhen(topic, ({ group, repeated }) => group === 'another-group' && repeated === 6)
    expect(await Promise.all(['by-header', 'by-key', 'by-place'].map(countFrom))).toEqual([1, 1, 2])
  })

  test('submits messages with the same key in their order', async () => {
    const topic = await newTopic()
    const names = Array.from({ length: 40 }, (_, n) => `${n}`)
    const messageOf = (key: string | null, name: string): Message => ({
      key,
      value: from('in-order'),
      headers: { 'idempotency-key': `${key}-${name}` },
      partition: 0,
    })
    await produce(
      topic,
      names.flatMap((name) => [messageOf('one', name), messageOf(null, name), messageOf('other', name)]),
    )
    await start(topic)
    await countWhen('in-order', 120)
    for (const key of ['one', 'other'])
      expect(front.keys.filter((each) => each?.startsWith(`${key}-`))).toEqual(
        names.map((name) => `${key}-${name}`),
      )
  })

  test('logs in where the broker asks for it, and says when it is not let in', async () => {
    const topic = await newTopic()
    const env = {
      KAFKA_BROKERS: broker.loginAddress,
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_SASL_USERNAME: login.username,
    }
    const stranger = await start(topic, { ...env, KAFKA_SASL_PASSWORD: 'a-wrong-one' })
    const refused = await reportWhen(topic, ({ why }) => why !== null)
    expect(refused).toMatchObject({ state: 'connecting', why: expect.stringContaining('authentication') })
    await stranger.stop()
    const friend = await start(topic, { ...env, KAFKA_SASL_PASSWORD: login.password })
    await produce(topic, [{ value: from('after-a-login') }])
    await countWhen('after-a-login', 1)
    for (const { lines } of [stranger, friend])
      expect(lines.join('\n')).not.toMatch(/a-wrong-one|open-sesame/)
  })

  test('neither loses nor doubles any of 500 messages when it is killed while submitting them', async () => {
    const topic = await newTopic()
    await produce(
      topic,
      Array.from({ length: 500 }, (_, n) => ({ value: from('killed', `message ${n}`) })),
    )
    const killed = await start(topic)
    for (const least of [100, 300]) {
      await countWhen('killed', least)
      await killed.kill()
      expect(await countFrom('killed')).toBeLessThan(500)
      killed.begin()
    }
    await countWhen('killed', 500)
    await reportWhen(topic, ({ lag, state }) => lag === 0 && state === 'consuming')
    const stored = await api.store.db
      .select({ contents: packets.contents })
      .from(packets)
      .where(eq(packets.source, 'killed'))
    const texts = stored.map(({ contents }) => Buffer.from(contents ?? []).toString())
    expect(texts).toHaveLength(500)
    expect(new Set(texts).size).toBe(500)
  })

  test('sends what can never become a packet to the dead-letter topic, complete and with the reason', async () => {
    const topic = await newTopic({ 'max.message.bytes': '4000000' })
    const key = { 'idempotency-key': 'taken' }
    const poison: [code: string, message: Message][] = [
      ['INVALID_REQUEST', { key: 'a', value: '{"source": ' }],
      ['INVALID_REQUEST', { value: Buffer.from([0x22, 0xff, 0x22]) }],
      ['INVALID_REQUEST', { value: JSON.stringify({ ...usualPacket, sauce: 1 }) }],
      ['INVALID_REQUEST', { value: JSON.stringify({ ...usualPacket, expiresAt: '2020-01-01T00:00:00Z' }) }],
      ['INVALID_REQUEST', { value: null }],
      ['INVALID_REQUEST', { value: from('poison'), headers: { 'idempotency-key': 'with a blank' } }],
      [
        'IDEMPOTENCY_KEY_REUSED',
        { value: from('poison', 'another text'), headers: { ...key, mine: 'kept' } },
      ],
    ]
    const partition = 0
    await produce(topic, [
      { partition, value: from('good'), headers: key },
      ...poison.map(([, message]) => ({ ...message, partition })),
      { partition, value: from('good') },
    ])
    await start(topic)
    await reportWhen(topic, ({ lag, refused }) => lag === 0 && refused === poison.length)
    const letters = await readUntil(`${topic}.dead-letter`, ({ length }) => length >= poison.length)
    expect(await countFrom('good')).toBe(2)
    expect(await countFrom('poison')).toBe(0)
    for (const [index, [code, message]] of poison.entries()) {
      const letter = letters.find(({ headers }) => headers['waybill-offset'] === String(index + 1))
      expect(letter?.headers).toMatchObject({
        'waybill-reason-code': code,
        'waybill-topic': topic,
        'waybill-partition': '0',
        'waybill-reason': expect.stringMatching(/^[^{}]{10,}$/),
      })
      expect(letter?.value).toBe(message.value === null ? null : message.value.toString())
    }
    const [conflict] = letters.filter(({ headers }) => headers.mine === 'kept')
    expect(conflict?.headers['idempotency-key']).toBe('taken')
  })

  test('gets past messages that are too large even for the dead-letter topic', async () => {
    const topic = await newTopic({ 'max.message.bytes': '8000000' })
    const giants = [{ value: Buffer.alloc(3_000_000, 'x') }, { value: from('giant', 'x'.repeat(2_500_000)) }]
    await produce(
      topic,
      [...giants, { value: from('behind-giants') }].map((message) => ({ ...message, partition: 0 })),
    )
    await start(topic)
    await countWhen('behind-giants', 1)
    const letters = await readUntil(`${topic}.dead-letter`, ({ length }) => length >= 2)
    for (const letter of letters)
      expect(letter).toMatchObject({ value: null, headers: { 'waybill-reason-code': 'TOO_LARGE' } })
  })

  test('pauses while the API is down, overloaded or another program, and then goes on', async () => {
    const topic = await newTopic()
    await start(topic)
    await reportWhen(topic, ({ state }) => state === 'consuming')
    for (const status of [503, 429, 404]) {
      const source = `after-${status}`
      front.fail(status)
      await produce(topic, [{ value: from(source) }, { value: from(source) }])
      const paused = await reportWhen(topic, ({ state, lag }) => state === 'paused' && lag === 2)
      expect(paused?.why).toContain(`${front.url}: `)
      expect(await countFrom(source)).toBe(0)
      front.recover()
      await countWhen(source, 2)
      await reportWhen(topic, ({ state, lag }) => state === 'consuming' && lag === 0)
    }
  })

  test('pauses while too many packets wait for a worker', async () => {
    const topic = await newTopic()
    await api.stopWorker()
    try {
      await produce(
        topic,
        Array.from({ length: 400 }, () => ({ value: from('crowd') })),
      )
      await start(topic, { KAFKA_MAX_WAITING: '100' })
      const paused = await reportWhen(topic, ({ state }) => state === 'paused')
      expect(paused?.why).toContain('wait for a worker')
      expect(await countFrom('crowd')).toBeLessThan(300)
    } finally {
      await api.startWorker()
    }
    await countWhen('crowd', 400)
    await reportWhen(topic, ({ state, lag }) => state === 'consuming' && lag === 0)
  })

  test('reports once that the broker is gone, and goes on when it is back', async () => {
    const topic = await newTopic()
    const running = await start(topic)
    await reportWhen(topic, ({ state }) => state === 'consuming')
    await broker.kill()
    const away = await reportWhen(topic, ({ state }) => state === 'connecting')
    expect(away).toMatchObject({ lag: null, why: expect.stringContaining(broker.address) })
    await broker.begin()
    await produce(topic, [{ value: from('after-the-broker') }])
    await countWhen('after-the-broker', 1)
    await reportWhen(topic, ({ state, lag }) => state === 'consuming' && lag === 0)
    expect(running.lines.filter((line) => line.includes('It is tried again'))).toHaveLength(1)
  })

  test('reports that it has stopped', async () => {
    const topic = await newTopic()
    const stopped = await start(topic)
    await reportWhen(topic, ({ state }) => state === 'consuming')
    await stopped.stop()
    expect(await report(topic)).toMatchObject({ state: 'stopped', lag: null })
  })

  test('writes endings to a topic, including those from before its start, and in order for each packet', async () => {
    const topic = await newTopic()
    const endings = `${topic}-endings`
    const env = { KAFKA_ENDINGS_TOPIC: endings }
    const first = await start(topic, env)
    await reportWhen(topic, ({ state, endingsWaiting }) => state === 'consuming' && endingsWaiting === 0)
    await first.stop()
    const before = await api.deliver()
    await start(topic, env)
    const { id } = await submit({ maxAttempts: 1, receiptTimeoutMs: 1_000 })
    const { token } = await api.carrier.handOver(id)
    await packetWhen(id, ({ status }) => status === 'EXHAUSTED')
    const shownIn = (told: readonly Told[]) =>
      told.map(({ value }) => packetSchema.parse(JSON.parse(value ?? '')))
    // Endings of packets of earlier tests may stand in the topic as well.
    const statusesOf = (wanted: string, told: readonly Told[]) =>
      shownIn(told).flatMap((packet) => (packet.id === wanted ? packet.status : []))
    await readUntil(endings, (told) => statusesOf(id, told).length === 1)
    await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
    const told = await readUntil(endings, (told) => statusesOf(id, told).length === 2)
    expect(statusesOf(before.id, told)).toEqual(['DELIVERED'])
    expect(statusesOf(id, told)).toEqual(['EXHAUSTED', 'DELIVERED'])
    expect(told.map(({ key }) => key)).toEqual(shownIn(told).map((packet) => packet.id))
    await reportWhen(topic, ({ endingsTold, endingsWaiting }) => endingsTold >= 3 && endingsWaiting === 0)
  })
})

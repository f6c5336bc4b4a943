/** Waits of days, by skipped time. Store and activities are the real ones, so that every try is really made. */
import { randomBytes } from 'node:crypto'
import { activityInfo } from '@temporalio/activity'
import { temporal } from '@temporalio/proto'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import {
  type HandedOver,
  type HandOverOrders,
  type ReceiptSignal,
  receiptsSignal,
} from '@/lib/contract/workflows'
import { type DirectoryState, untouched } from '@/lib/directory/state'
import { backOff } from '@/lib/packet/back-off'
import { maxContentsBytes } from '@/lib/packet/bounds'
import type { Packet } from '@/lib/packet/packet'
import { createDatabase, type TestDatabase } from '@/lib/store/test-support/database'
import { createActivities } from '../activities'
import { handOversIn } from '../activities/context'
import { contextFor } from '../test-support/activity-context'
import { provider, type Seen, stopProvider } from '../test-support/hand-over-to'
import { startSkipping } from '../test-support/skipping-client'
import { createWorker, replayRuns } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

/** The least duration of the waits, in days. Each day takes about half a minute; raise it only on an idle machine. */
const days = Number(process.env.TEST_WAIT_DAYS ?? 1)
const dayMs = 86_400_000
const limitMs = (days + 1) * 300_000
/** Lower than the default, so that a day has several runs. */
const suggestedEvents = 1_000

const server = temporalUnderTest([`limit.historyCount.suggestContinueAsNew=${suggestedEvents}`])
let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterEach(stopProvider)

afterAll(() => database.drop())

/** How many tries the back-off makes in so many milliseconds. */
function triesIn(ms: number): number {
  let tries = 0
  for (let waitedMs = 0; waitedMs < ms; waitedMs += backOff(waitedMs)) tries += 1
  return tries
}

interface World {
  /** This many hand-overs find that no provider can be reached. */
  outages?: number
  directory?: () => DirectoryState
}

interface Carried {
  packet: Packet
  /** All hand-overs that were ordered, and those that arrived at the provider. */
  ordered: HandOverOrders[]
  seen: Seen[]
  /** One entry for each run. */
  histories: { events: number; bytes: Buffer }[]
  contents: string
}

async function carry({ outages = 0, directory = () => untouched }: World): Promise<Carried> {
  const { url, seen } = await provider([202])
  const { store } = database
  const handOvers = handOversIn(store.db)
  const ordered: HandOverOrders[] = []
  const activities = createActivities({
    ...contextFor(url),
    store,
    handOvers,
    directory: { current: async () => directory() },
  })

  async function meetOutage({ provider, orders }: HandOverOrders): Promise<HandedOver[]> {
    const limits = { maxPerSecond: null, maxConcurrent: null }
    await handOvers.claim({ provider, limits, orders, at: Date.now(), takesBack: false })
    const answers = orders.map(({ packetId, attempt }) => ({ packetId, attempt, ...outage }))
    await handOvers.answer(answers.map((handedOver) => ({ ...handedOver, provider, handedOver })))
    return answers
  }

  /** The receipt is sent before the answer returns: while an activity runs, the server skips no time. */
  async function handOver(given: HandOverOrders): Promise<HandedOver[]> {
    ordered.push(given)
    if (ordered.length <= outages) return meetOutage(given)
    const answers = await activities.handOver(given)
    const receipts = answers.filter(({ answer }) => answer.kind === 'accepted').map(confirmed)
    const { workflowId } = activityInfo().workflowExecution ?? {}
    if (receipts.length > 0 && workflowId !== undefined) {
      await server.environment.client.workflow.getHandle(workflowId).signal(receiptsSignal, receipts)
    }
    return answers
  }

  const worker = await createWorker(server.environment, { ...activities, handOver })
  return worker.runUntil(async () => {
    const contents = randomBytes(maxContentsBytes).toString('base64')
    const request = { source: '+017771110000', destination: '+016660002222', contents }
    const { handle, result } = await startSkipping(server.environment, request)
    const packet = await result()
    const runs = await replayRuns(server.environment, handle.workflowId)
    const histories = runs.map((history) => ({
      events: history.events?.length ?? 0,
      bytes: Buffer.from(temporal.api.history.v1.History.encode(history).finish()),
    }))
    return { packet, ordered, seen, histories, contents }
  })
}

const outage: Omit<HandedOver, 'packetId' | 'attempt'> = {
  answer: {
    kind: 'outage',
    reason: { code: 'CONNECTION_REFUSED', errno: null, also: [] },
    mayHaveArrived: false,
  },
  excerpt: '',
  tries: 3,
}

function confirmed({ packetId, attempt }: HandedOver): ReceiptSignal {
  return {
    packetId,
    attempt,
    provider: 'RouteA',
    delivered: true,
    reason: null,
    providerReference: null,
    webhookId: `${packetId}.${attempt}.delivered`,
    receivedAt: Date.now(),
  }
}

const delivered = { status: 'DELIVERED', deliveredBy: 'RouteA', failedRouteProviders: [], flags: [] }

function expectDeliveredOnce({ packet, seen, contents }: Carried): void {
  expect(packet).toMatchObject({ ...delivered, attempts: [{ number: 1, provider: 'RouteA' }] })
  expect(packet.attempts).toHaveLength(1)
  expect(seen).toMatchObject([{ webhookId: `${packet.id}.1` }])
  // Not `toBe(contents)`: a failure would print the whole contents.
  expect(seen[0]?.body.contents === contents).toBe(true)
  // It lasts longer than that, because the server adds to the skipped time whenever a run continues as new.
  const lasted = Date.parse(packet.attempts[0]?.endedAt ?? '') - Date.parse(packet.createdAt)
  expect(lasted).toBeGreaterThan(days * dayMs)
}

/** Temporal terminates a workflow whose history grows beyond a limit. */
function expectShort({ histories, contents }: Carried): void {
  expect(histories.length).toBeGreaterThan(2)
  for (const { events, bytes } of histories) {
    expect(events).toBeLessThan(suggestedEvents + 100)
    expect(bytes.length).toBeLessThan(1_000_000)
  }
  // The contents are in the input with which the client started the workflow and, if the quick try at the store timed
  // out, in that of the activity that entered the packet. No hand-over holds them.
  const marker = contents.slice(1_000, 1_100)
  const holding = histories.filter(({ bytes }) => bytes.includes(marker))
  expect(holding).toHaveLength(1)
  expect((holding[0]?.bytes.toString('latin1') ?? '').split(marker).length - 1).toBeLessThanOrEqual(2)
}

it(
  'an outage of days ends with a delivery by the same attempt',
  async () => {
    const outages = triesIn(days * dayMs)
    const carried = await carry({ outages })
    expectDeliveredOnce(carried)
    expectShort(carried)
    const { ordered, packet } = carried
    expect(ordered).toHaveLength(outages + 1)
    for (const { provider, orders } of ordered) {
      expect(provider).toBe('RouteA')
      expect(orders).toMatchObject([{ packetId: packet.id, attempt: 1 }])
    }
  },
  limitMs,
)

it(
  'a pause of days between choice and hand-over, after one that ended before it, costs no attempt',
  async () => {
    const handOvers = triesIn(days * dayMs)
    const paused = { ...untouched, paused: { since: 0, reason: 'maintenance' } }
    let asked = 0
    // The pause is found by a look-up, by the look-up that waits for its end, and by the hand-overs.
    const directory = () => {
      asked += 1
      return asked <= 2 || (asked > 4 && asked <= 4 + handOvers) ? paused : untouched
    }
    const carried = await carry({ directory })
    expectDeliveredOnce(carried)
    expectShort(carried)
    expect(carried.ordered).toHaveLength(handOvers + 1)
  },
  limitMs,
)

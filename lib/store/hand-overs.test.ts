import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HandedOver, HandOverOrder } from '@/lib/contract/workflows'
import { apply } from '@/lib/packet/apply'
import { openLedger } from '@/lib/packet/ledger'
import {
  answerHandOvers,
  type ClaimOptions,
  claimHandOvers,
  type HandOverClaim,
  withdrawHandOvers,
} from './hand-overs'
import { saveStates } from './ownership'
import { storeReceipts } from './receipts'
import { handOvers, packets } from './schema'
import { createDatabase, type TestDatabase } from './test-support/database'
import { newReceipt, storeClaimed } from './test-support/stored-packet'

let database: TestDatabase
const unlimited = { maxPerSecond: null, maxConcurrent: null }

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

async function stored(count = 1, expiresAt: number | null = null): Promise<HandOverOrder[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  await storeClaimed(database.store.db, ids, { expiresAt })
  return ids.map((packetId) => ({
    packetId,
    epoch: 1,
    attempt: 1,
    receiptTimeoutMs: 10_000,
    mayHaveArrived: false,
  }))
}

function claim(orders: HandOverOrder[], options: Partial<ClaimOptions> = {}): Promise<HandOverClaim[]> {
  return claimHandOvers(database.store.db, {
    provider: 'RouteA',
    limits: unlimited,
    orders,
    at: Date.now(),
    takesBack: false,
    ...options,
  })
}

function answered(
  { packetId, attempt }: HandOverOrder,
  kind: 'accepted' | 'outage' = 'accepted',
): HandedOver {
  const outage = {
    kind: 'outage',
    reason: { code: 'ERROR_STATUS', status: 503 },
    mayHaveArrived: false,
  } as const
  const accepted = { kind: 'accepted', status: 202, latencyMs: 4 } as const
  return { packetId, attempt, answer: kind === 'outage' ? outage : accepted, excerpt: 'ok', tries: 1 }
}

async function answer(order: HandOverOrder, handedOver: HandedOver, provider = 'RouteA'): Promise<void> {
  await answerHandOvers(database.store.db, [{ ...order, provider, handedOver }])
}

/** Stores a receipt that confirms, and returns its time in milliseconds since the epoch. */
async function confirm({ packetId, attempt }: HandOverOrder): Promise<number> {
  const receivedAt = Date.now()
  await storeReceipts(database.store.db, [newReceipt({ packetId, attempt, receivedAt })])
  return receivedAt
}

const withdrawal = { is: 'unwanted', why: 'withdrawn', mayHaveArrived: false, receipts: [] }

describe('a hand-over that is claimed', () => {
  it('is begun, with the data for its provider', async () => {
    const [order] = await stored()
    if (order === undefined) throw new Error('Nothing was stored.')
    const [begun] = await claim([order])
    expect(begun).toMatchObject({ is: 'begun', again: false, inMs: 0, packet: { source: '+017771110000' } })
    expect(begun?.is === 'begun' && Buffer.from(begun.packet.contents).toString()).toBe('Hello')
  })

  it('is begun again if no answer was stored, and not if one was', async () => {
    const [order] = await stored()
    if (order === undefined) throw new Error('Nothing was stored.')
    await claim([order])
    expect(await claim([order])).toMatchObject([{ is: 'begun', again: true }])
    await answer(order, answered(order))
    expect(await claim([order])).toEqual([{ is: 'answered', handedOver: answered(order) }])
  })

  it('keeps an answer with any characters', async () => {
    const [order] = await stored()
    if (order === undefined) throw new Error('Nothing was stored.')
    await claim([order])
    await answer(order, { ...answered(order), excerpt: 'o\0k\ud800' })
    expect(await claim([order])).toEqual([
      { is: 'answered', handedOver: { ...answered(order), excerpt: 'ok\ufffd' } },
    ])
  })

  it('is begun as if for the first time after an outage in which it cannot have arrived', async () => {
    const [order] = await stored()
    if (order === undefined) throw new Error('Nothing was stored.')
    await claim([order])
    await answer(order, answered(order, 'outage'))
    expect(await claim([order])).toMatchObject([{ is: 'begun', again: false }])
  })

  it('answers the orders of a group in their order', async () => {
    const orders = await stored(3)
    const [first, second] = orders
    if (first === undefined || second === undefined) throw new Error('Nothing was stored.')
    await claim([second])
    await answer(second, answered(second))
    const unknown = { ...first, packetId: 'nobody-knows-it' }
    const claims = await claim([unknown, ...orders])
    expect(claims.map(({ is }) => is)).toEqual(['unwanted', 'begun', 'answered', 'begun'])
  })
})

describe('a hand-over is not begun', () => {
  it('if its packet has ended', async () => {
    const [order] = await stored()
    if (order === undefined) throw new Error('Nothing was stored.')
    const at = Date.now()
    const ledger = apply(openLedger(at, 4), { type: 'canceled', at, why: { code: 'CANCELED_IN_TEMPORAL' } })
    await saveStates(database.store.db, [
      { id: order.packetId, epoch: 1, version: at, ledger, closed: false },
    ])
    expect(await claim([order])).toEqual([withdrawal])
  })

  it('if its packet belongs to another workflow', async () => {
    const [order] = await stored()
    if (order === undefined) throw new Error('Nothing was stored.')
    expect(await claim([{ ...order, epoch: 2 }])).toEqual([withdrawal])
  })

  it('if its packet has expired or has lost its contents', async () => {
    const [expired] = await stored(1, Date.now() - 1_000)
    const [erased] = await stored()
    if (expired === undefined || erased === undefined) throw new Error('Nothing was stored.')
    const { id } = packets
    await database.store.db.update(packets).set({ contents: null }).where(eq(id, erased.packetId))
    expect(await claim([expired, erased])).toMatchObject([
      { is: 'unwanted', why: 'expired' },
      { is: 'unwanted', why: 'lost' },
    ])
  })

  it('if its receipt has come, which is returned', async () => {
    const [order] = await stored()
    if (order === undefined) throw new Error('Nothing was stored.')
    await claim([order])
    const receivedAt = await confirm(order)
    expect(await claim([order])).toMatchObject([
      { is: 'unwanted', why: 'withdrawn', mayHaveArrived: true, receipts: [{ delivered: true, receivedAt }] },
    ])
  })

  it('if an earlier provider has confirmed the packet, with that receipt', async () => {
    const [first] = await stored()
    if (first === undefined) throw new Error('Nothing was stored.')
    const at = Date.now()
    const chosen = { type: 'routeChosen', receiptTimeoutMs: 10_000, settlingMs: 60_000 } as const
    let ledger = apply(openLedger(at, 4), { ...chosen, at, provider: 'RouteA' })
    ledger = apply(ledger, { type: 'deadlinePassed', at, attempt: 1, intakeUp: true, graceMs: 0 })
    ledger = apply(ledger, { ...chosen, at, provider: 'RouteB' })
    await saveStates(database.store.db, [{ ...first, id: first.packetId, version: 1, ledger, closed: false }])
    await confirm(first)
    const second = { ...first, attempt: 2 }
    expect(await claim([second], { provider: 'RouteB' })).toMatchObject([
      { is: 'unwanted', why: 'withdrawn', receipts: [{ attempt: 1, delivered: true }] },
    ])
  })

  it('if its provider takes no new packets, unless the provider may have it already', async () => {
    const [fresh, begun, touched] = await stored(3)
    if (fresh === undefined || begun === undefined || touched === undefined)
      throw new Error('Nothing was stored.')
    await claim([begun])
    const claims = await claim([fresh, begun, { ...touched, mayHaveArrived: true }], { takesBack: true })
    expect(claims.map(({ is }) => is)).toEqual(['takenBack', 'begun', 'begun'])
  })
})

describe('a hand-over that is withdrawn', () => {
  it('is never begun', async () => {
    const [order] = await stored()
    if (order === undefined) throw new Error('Nothing was stored.')
    const attempt = { ...order, provider: 'RouteA' }
    expect(await withdrawHandOvers(database.store.db, [attempt])).toEqual([true])
    expect(await withdrawHandOvers(database.store.db, [attempt])).toEqual([true])
    expect(await claim([order])).toMatchObject([
      { is: 'answered', handedOver: { answer: { kind: 'unsent', why: 'withdrawn' } } },
    ])
  })

  it('keeps its provider’s answer if it was withdrawn too late', async () => {
    const [order] = await stored()
    if (order === undefined) throw new Error('Nothing was stored.')
    await claim([order])
    expect(await withdrawHandOvers(database.store.db, [{ ...order, provider: 'RouteA' }])).toEqual([false])
    await answer(order, answered(order))
    expect(await claim([order])).toEqual([{ is: 'answered', handedOver: answered(order) }])
  })

  it('is either begun or withdrawn, whichever comes first', async () => {
    for (const order of await stored(20)) {
      const [claims, stopped] = await Promise.all([
        claim([order]),
        withdrawHandOvers(database.store.db, [{ ...order, provider: 'RouteA' }]),
      ])
      expect([claims[0]?.is === 'begun', stopped[0]]).toSatisfy(([begun, isStopped]) => begun !== isStopped)
    }
  })
})

describe('a provider with limits', () => {
  it('gets no more hand-overs at once than its limit, across all workers', async () => {
    const provider = 'Slots'
    const limits = { maxPerSecond: null, maxConcurrent: 3 }
    const orders = await stored(10)
    const halves = [orders.slice(0, 5), orders.slice(5)]
    const claims = await Promise.all(halves.map((half) => claim(half, { provider, limits })))
    const begun = claims.flat().map(({ is }) => is === 'begun')
    expect(begun.filter(Boolean)).toHaveLength(3)
    const done = orders[begun.indexOf(true)]
    if (done === undefined) throw new Error('None was begun.')
    await answer(done, answered(done), provider)
    const waiting = orders.filter((_, index) => !begun[index])
    const next = await claim(waiting, { provider, limits })
    expect(next.filter(({ is }) => is === 'begun')).toHaveLength(1)
  })

  it('regains the slots of a lost worker, and the same hand-over can begin again', async () => {
    const provider = 'Lease'
    const limits = { maxPerSecond: null, maxConcurrent: 1 }
    const [lost, other] = await stored(2)
    if (lost === undefined || other === undefined) throw new Error('Nothing was stored.')
    await claim([lost], { provider, limits })
    expect(await claim([other], { provider, limits })).toMatchObject([{ is: 'later' }])
    expect(await claim([lost], { provider, limits })).toMatchObject([{ is: 'begun', again: true }])
    await database.store.db
      .update(handOvers)
      .set({ leasedUntil: new Date(Date.now() - 1) })
      .where(eq(handOvers.provider, provider))
    expect(await claim([other], { provider, limits })).toMatchObject([{ is: 'begun' }])
  })

  it('gets no more hand-overs per second than its limit, across all workers', async () => {
    const provider = 'Turns'
    const limits = { maxPerSecond: 20, maxConcurrent: null }
    const begunAt = performance.now()
    const sentAt: number[] = []
    const send = async (orders: HandOverOrder[]) => {
      for (let waiting = orders; waiting.length > 0; ) {
        const claims = await claim(waiting, { provider, limits })
        for (const each of claims)
          if (each.is === 'begun') sentAt.push(performance.now() - begunAt + each.inMs)
        waiting = waiting.filter((_, index) => claims[index]?.is === 'later')
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    const orders = await stored(40)
    await Promise.all([send(orders.slice(0, 20)), send(orders.slice(20))])
    const times = sentAt.toSorted((one, other) => one - other)
    expect(times).toHaveLength(40)
    for (const [index, at] of times.entries()) {
      const before = times[index - 20]
      // The clocks of this test and of the server may differ.
      if (before !== undefined) expect(at - before).toBeGreaterThan(900)
    }
  })

  it('tells when to ask again', async () => {
    const provider = 'Slow'
    const limits = { maxPerSecond: 0.5, maxConcurrent: null }
    const claims = await claim(await stored(2), { provider, limits })
    expect(claims).toMatchObject([{ is: 'begun' }, { is: 'later' }])
    expect(claims[1]?.is === 'later' && claims[1].inMs).toBeGreaterThan(0)
  })
})

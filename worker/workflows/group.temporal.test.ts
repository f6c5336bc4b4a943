import { randomUUID } from 'node:crypto'
import type { WorkflowHandle } from '@temporalio/client'
import { describe, expect, it } from 'vitest'
import { type Assignment, cancelSignal, packetQuery } from '@/lib/contract/workflows'
import { apply } from '@/lib/packet/apply'
import type { LedgerEvent } from '@/lib/packet/events'
import { type Ledger, openLedger } from '@/lib/packet/ledger'
import { type Script, ScriptedCarrier } from '../test-support/scripted-carrier'
import { startGroup } from '../test-support/skipping-client'
import { createWorker, replayAgain } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'
import { timersAim } from '../test-support/timers-aim'

const server = temporalUnderTest()

function assignmentOf(count: number): Assignment {
  return { packets: Array.from({ length: count }, () => ({ id: randomUUID(), epoch: 1 })) }
}

/** Delivers so many packets in one workflow; `meanwhile` runs during the first hand-over. */
async function carry(
  count: number,
  script: Script,
  meanwhile: (handle: WorkflowHandle, ids: string[]) => Promise<unknown> = async () => undefined,
  change: (carrier: ScriptedCarrier, ids: string[]) => void = () => undefined,
) {
  const { environment } = server
  const assignment = assignmentOf(count)
  const ids = assignment.packets.map(({ id }) => id)
  let begin: (handle: WorkflowHandle) => void = () => undefined
  const begun = new Promise<WorkflowHandle>((resolve) => {
    begin = resolve
  })
  const carrier = new ScriptedCarrier(environment, script, async () => meanwhile(await begun, ids))
  change(carrier, ids)
  const worker = await createWorker(environment, carrier.activities)
  return worker.runUntil(async () => {
    const handle = await startGroup(environment, assignment)
    begin(handle)
    await handle.result()
    await replayAgain(handle)
    const last = new Map<string, Ledger>()
    for (const { id, ledger, closed } of carrier.saved) if (closed) last.set(id, ledger)
    return { ids, carrier, ledgers: ids.map((id) => last.get(id)), history: await handle.fetchHistory() }
  })
}

describe('packets that came together', () => {
  it('are carried by one workflow, and each takes its own course', async () => {
    const { carrier, ledgers } = await carry(20, {
      providers: { A: { do: 'refuse' }, B: { do: 'stay silent' }, C: { do: 'confirm' } },
    })
    expect(ledgers.map((ledger) => [ledger?.status, ledger?.deliveredBy])).toEqual(
      ledgers.map(() => ['DELIVERED', 3]),
    )
    expect(carrier.orders).toHaveLength(60)
  })

  it('are looked up and stored together', async () => {
    const { carrier } = await carry(20, { providers: { A: { do: 'confirm' } } })
    expect(carrier.askedTogether[0]).toBe(20)
    expect(carrier.savedTogether[0]).toBe(20)
    expect(carrier.savedTogether.length).toBeLessThan(40)
  })

  it('share one timer at a time, however many they are', async () => {
    const times = async (count: number) => {
      const script: Script = { providers: { A: { do: 'stay silent' }, B: { do: 'confirm' } } }
      const { history } = await carry(count, script)
      return timersAim(history).length
    }
    expect(await times(40)).toBeLessThan((await times(1)) + 20)
  })

  it('are queried and canceled by their ids', async () => {
    const { ledgers } = await carry(3, { providers: { A: { do: 'stay silent' } } }, async (handle, ids) => {
      expect(await handle.query(packetQuery, ids[1])).toMatchObject({ id: ids[1], status: 'TRANSMITTING' })
      await expect(handle.query(packetQuery)).rejects.toThrow(/Name one of the packets/)
      await handle.signal(cancelSignal, { packetId: ids[1], reason: 'wrong number' })
    })
    expect(ledgers.map((ledger) => ledger?.status)).toEqual(['NO_ROUTE', 'CANCELED', 'NO_ROUTE'])
  })

  it('are all canceled with their workflow', async () => {
    const { ledgers } = await carry(3, { providers: { A: { do: 'stay silent' } } }, (handle) =>
      handle.cancel(),
    )
    expect(ledgers.map((ledger) => ledger?.status)).toEqual(['CANCELED', 'CANCELED', 'CANCELED'])
  })
})

it('a short outage of the store delays only what needs the store', async () => {
  const script: Script = {
    providers: { A: { do: 'stay silent' }, B: { do: 'confirm' } },
    storeOutages: 3,
  }
  const { ledgers } = await carry(3, script)
  expect(ledgers.map((ledger) => [ledger?.status, ledger?.deliveredBy])).toEqual(
    ledgers.map(() => ['DELIVERED', 2]),
  )
})

it('a fault of ours with one packet ends that packet as failed, and no other', async () => {
  const { ledgers } = await carry(5, { providers: { A: { do: 'stay silent' } } }, undefined, (carrier, ids) =>
    carrier.confuseOver(ids[2] ?? ''),
  )
  expect(ledgers.map((ledger) => ledger?.status)).toEqual([
    'NO_ROUTE',
    'NO_ROUTE',
    'FAILED',
    'NO_ROUTE',
    'NO_ROUTE',
  ])
  expect(ledgers[2]?.failure).toMatchObject({ code: 'INTERNAL' })
})

it('a workflow that owns none of its packets delivers none, and ends', async () => {
  const { environment } = server
  const carrier = new ScriptedCarrier(environment, { providers: { A: { do: 'confirm' } } })
  const worker = await createWorker(environment, { ...carrier.activities, claim: async () => [] })
  await worker.runUntil(async () => {
    const handle = await startGroup(environment, assignmentOf(2))
    expect(await handle.result()).toBeNull()
  })
  expect(carrier.orders).toEqual([])
})

describe('a packet that another workflow takes over', () => {
  const at = Date.now()
  const chosen: LedgerEvent = {
    type: 'routeChosen',
    at,
    provider: 'A',
    receiptTimeoutMs: 10_000,
    settlingMs: 0,
    recall: true,
  }
  const accepted: LedgerEvent = {
    type: 'handOverAnswered',
    at,
    attempt: 1,
    answer: { kind: 'accepted', status: 202, latencyMs: 4 },
  }

  async function takenOverAfter(events: LedgerEvent[], script: Script) {
    const ledger = events.reduce(apply, openLedger(at, 4))
    const { ledgers, carrier } = await carry(1, script, undefined, ({ saved }, [id = '']) =>
      saved.push({ id, epoch: 1, version: 1, ledger, closed: false }),
    )
    return { ledger: ledgers[0], carrier }
  }

  it('in the middle of its hand-over is handed over, if it has not been', async () => {
    const { ledger, carrier } = await takenOverAfter([chosen], { providers: { A: { do: 'confirm' } } })
    expect(ledger).toMatchObject({ status: 'DELIVERED', attempts: [{ number: 1, provider: 'A' }] })
    expect(carrier.orders).toMatchObject([{ attempt: 1, provider: 'A' }])
  })

  it('in the middle of a grace gets further ones', async () => {
    const unheard: LedgerEvent = {
      type: 'deadlinePassed',
      at: at + 10_000,
      attempt: 1,
      intakeUp: false,
      graceMs: 30_000,
    }
    const providers = { A: { do: 'stay silent' }, B: { do: 'confirm' } } as const
    const { ledger } = await takenOverAfter([chosen, accepted, unheard], { providers, intakeOutages: 1 })
    expect(ledger).toMatchObject({
      status: 'DELIVERED',
      deliveredBy: 2,
      attempts: [{ outcome: 'TIMED_OUT', graceGivenMs: 60_000 }, {}],
    })
  })

  it('in the middle of a recall does not wait for its answer', async () => {
    const silent: LedgerEvent = {
      type: 'deadlinePassed',
      at: at + 10_000,
      attempt: 1,
      intakeUp: true,
      graceMs: 0,
    }
    const asked: LedgerEvent = { type: 'recallAsked', at: at + 10_000, attempt: 1 }
    const script: Script = { providers: { A: { do: 'stay silent' }, B: { do: 'confirm' } } }
    const { ledger } = await takenOverAfter([chosen, accepted, silent, asked], script)
    expect(ledger).toMatchObject({ status: 'DELIVERED', attempts: [{ recall: { result: 'FAILED' } }, {}] })
  })
})

describe('packets that follow in a queue', () => {
  const followers = ['second', 'third']

  it('are delivered one after the other by the workflow of the first', async () => {
    const { carrier, ids, history } = await carry(1, { providers: { A: { do: 'confirm' } }, followers })
    expect(carrier.orders.map(({ packetId }) => packetId)).toEqual([...ids, ...followers])
    const ended = carrier.saved.filter(({ closed }) => closed)
    expect(ended.map(({ id, ledger }) => [id, ledger.status])).toEqual(
      [...ids, ...followers].map((id) => [id, 'DELIVERED']),
    )
    expect(history.events?.length).toBeGreaterThan(0)
  })

  it('get the signals that came while they were being claimed', async () => {
    const script: Script = { providers: { A: { do: 'confirm' } }, followers, cancelsFollowers: true }
    const { carrier, ids } = await carry(1, script)
    const ended = carrier.saved.filter(({ closed }) => closed)
    expect(ended.map(({ id, ledger }) => [id, ledger.status])).toEqual([
      [ids[0], 'DELIVERED'],
      ['second', 'CANCELED'],
      ['third', 'CANCELED'],
    ])
    expect(carrier.orders).toHaveLength(1)
  })
})

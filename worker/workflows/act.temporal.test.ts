import { temporal } from '@temporalio/proto'
import { describe, expect, it } from 'vitest'
import { type ActOrder, actUpdate } from '@/lib/contract/workflows'
import type { Action } from '@/lib/packet/action'
import type { HandOverAnswer } from '@/lib/packet/events'
import type { Packet } from '@/lib/packet/packet'
import { type Acting, actOnPacket } from '@/lib/temporal/deliveries'
import { deliver } from '../test-support/deliver'
import type { Script } from '../test-support/scripted-carrier'
import type { Started } from '../test-support/skipping-client'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const { EventType } = temporal.api.enums.v1
const server = temporalUnderTest()

const by = { who: 'Ada', reason: 'the customer waits' }
const silent = { do: 'stay silent' } as const
const confirm = { do: 'confirm' } as const

function ask(
  { packetId, handle }: Started,
  action: Action,
  attempt = 1,
  id: string = action.do,
): Promise<Acting> {
  const { client } = server.environment
  return actOnPacket(client, handle.workflowId, { id, order: { packetId, attempt, action, by } })
}

/** Delivers by this script, and sends these actions while the first hand-over is under way. */
async function acted(script: Script, ...asked: [Action, attempt?: number, id?: string][]) {
  const answers: Acting[] = []
  const { packet, carrier } = await deliver(
    server.environment,
    { settlingMs: 1, ...script },
    {},
    async (started) => {
      for (const each of asked) answers.push(await ask(started, ...each))
    },
  )
  return { packet, carrier, answers }
}

function triedBy({ attempts }: Packet): string[] {
  return attempts.map(({ provider, outcome }) => `${provider} ${outcome}`)
}

describe('failing over by hand', () => {
  it('gives the packet to the next provider at once, and records who asked for it and why', async () => {
    const { packet, answers } = await acted({ providers: { A: silent, B: confirm } }, [{ do: 'fail-over' }])
    expect(answers).toEqual([{ is: 'done' }])
    expect(triedBy(packet)).toEqual(['A ABANDONED', 'B ACKNOWLEDGED'])
    expect(packet.reason).toMatch(
      /^A was failed over by hand \(Ada: the customer waits\), B confirmed after \d/,
    )
    expect(packet.actions).toMatchObject([
      { do: 'fail-over', who: 'Ada', attempt: 1, provider: 'A', told: 'failed over from A' },
    ])
    expect(packet.failedRouteProviders).toEqual(['A'])
  })

  it('is in the history before any effect is stored, as a lost worker would undo what is not in the history', async () => {
    const { started } = await deliver(
      server.environment,
      { providers: { A: silent, B: confirm }, settlingMs: 1 },
      {},
      async (begun) => {
        await ask(begun, { do: 'fail-over' })
      },
    )
    const { events } = await started.handle.fetchHistory()
    const types = (events ?? []).map(({ eventType }) => eventType)
    const { EVENT_TYPE_TIMER_STARTED, EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED } = EventType
    expect(types[types.indexOf(EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED) + 1]).toBe(
      EVENT_TYPE_TIMER_STARTED,
    )
  })

  it('takes back a hand-over that waits for its turn', async () => {
    const script: Script = { providers: { A: silent, B: confirm }, queuedAt: 'A', settlingMs: 1 }
    let answer: Promise<Acting> | undefined
    const { packet } = await deliver(server.environment, script, {}, async (started) => {
      answer = ask(started, { do: 'fail-over' })
    })
    expect(await answer).toEqual({ is: 'done' })
    expect(packet.attempts[0]).toMatchObject({ settled: true, handOver: { state: 'WITHDRAWN' } })
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'B', flags: [] })
  })

  it('takes effect once for each id, and is refused for an attempt that is over', async () => {
    const script: Script = { providers: { A: silent, B: confirm, C: confirm } }
    const { packet, answers } = await acted(
      script,
      [{ do: 'fail-over' }],
      [{ do: 'fail-over' }],
      [{ do: 'fail-over' }, 1, 'another'],
    )
    expect(answers.slice(0, 2)).toEqual([{ is: 'done' }, { is: 'done' }])
    expect(answers[2]).toMatchObject({
      is: 'refused',
      why: expect.stringMatching(/^It has ended|attempt 1/i),
    })
    expect(packet.attempts).toHaveLength(2)
  })
})

it('an extended time is told to the provider with the next hand-over, and the receipt is awaited for that long', async () => {
  const script: Script = { providers: { A: silent }, outages: 1 }
  const { packet, carrier } = await acted(script, [{ do: 'extend', byMs: 60_000 }])
  expect(carrier.orders.map(({ receiptTimeoutMs }) => receiptTimeoutMs)).toEqual([10_000, 70_000])
  expect(packet.attempts[0]?.reason).toBe('no receipt within 1 min 10 s')
})

it('a skipped provider never gets the packet, and a preferred one gets it next', async () => {
  const script: Script = { providers: { A: silent, B: confirm, C: silent, D: confirm } }
  const { packet, carrier } = await acted(
    script,
    [{ do: 'skip', provider: 'B' }],
    [{ do: 'prefer', provider: 'C' }],
  )
  expect(triedBy(packet)).toEqual(['A TIMED_OUT', 'C TIMED_OUT', 'D ACKNOWLEDGED'])
  expect(packet.attempts[1]?.choice).toMatchObject({ by: 'operator' })
  expect(carrier.asked.at(-1)).toMatchObject({ tried: ['A', 'C'], skipped: ['B'] })
})

it('a wish that comes during a look-up applies to that look-up', async () => {
  const script: Script = {
    providers: { A: silent, B: confirm, C: confirm },
    routingService: 'fail',
    routingServiceMs: 1_500,
  }
  const { packet, answers } = await acted(script, [{ do: 'fail-over' }], [{ do: 'skip', provider: 'B' }])
  expect(answers).toEqual([{ is: 'done' }, { is: 'done' }])
  expect(triedBy(packet)).toEqual(['A ABANDONED', 'C ACKNOWLEDGED'])
})

describe('a receipt by hand', () => {
  // The first hand-over breaks off here: a receipt by hand is refused while a hand-over is still under way.
  const broken: HandOverAnswer = {
    kind: 'unreachable',
    status: 503,
    latencyMs: 3,
    reason: { code: 'ERROR_STATUS', status: 503 },
    mayHaveArrived: true,
  }

  const script: Script = { providers: { A: { do: 'answer', answer: broken }, B: confirm }, actsAt: 'B' }

  it('ends the packet, and is answered before its workflow closes', async () => {
    const { packet, answers } = await acted(script, [{ do: 'confirm' }])
    expect(answers).toEqual([{ is: 'done' }])
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'A' })
    expect(packet.attempts[0]?.receipt).toMatchObject({ byHand: true, delivered: true, reason: by.reason })
    expect(packet.attempts).toHaveLength(2)
  })

  it('removes the risk of an earlier attempt', async () => {
    const { packet, answers } = await acted(script, [{ do: 'refuse' }])
    expect(answers).toEqual([{ is: 'done' }])
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'B', flags: [] })
  })
})

it('an action that makes no sense, or is about a packet of another workflow, is refused', async () => {
  const script: Script = { providers: { A: silent }, settlingMs: 1 }
  const answers: unknown[] = []
  await deliver(server.environment, script, {}, async (started) => {
    const strange: unknown = { packetId: started.packetId, attempt: 1, action: { do: 'vanish' }, by }
    answers.push(
      await started.handle
        .executeUpdate<void, [unknown]>(actUpdate, { args: [strange] })
        .catch((error: Error) => error.cause),
    )
    const order: ActOrder = { packetId: 'another', attempt: 1, action: { do: 'fail-over' }, by }
    answers.push(await actOnPacket(server.environment.client, started.handle.workflowId, { id: 'x', order }))
  })
  expect(answers).toMatchObject([{ type: 'NOT_APPLICABLE' }, { is: 'gone' }])
})

/**
 * Temporal repeats a workflow task if a new event arrived while the task was completing the workflow. All local
 * activities of the task then run once more, including those that write to the store.
 */
import { randomUUID } from 'node:crypto'
import type { WorkflowHandle } from '@temporalio/client'
import { expect, it } from 'vitest'
import {
  cancelSignal,
  dataRoutingType,
  receiptsSignal,
  taskQueue,
  workflowIdOf,
} from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { actOnPacket } from '@/lib/temporal/deliveries'
import { waitUntil } from '@/scripts/stack/wait-until'
import { type Script, ScriptedCarrier } from '../test-support/scripted-carrier'
import { startSkipping } from '../test-support/skipping-client'
import { createWorker, replayAgain } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const server = temporalUnderTest()

const request = { source: '+017771110000', destination: '+016660002222', contents: 'SGVsbG8=' }
const refuse = { do: 'refuse' } as const
const silent = { do: 'stay silent' } as const

type Case = [ends: string, Packet['status'], Script, act?: (handle: WorkflowHandle) => unknown]

it.each<Case>([
  ['is refused by the last provider', 'NO_ROUTE', { providers: { A: refuse } }],
  [
    'fails over after its provider refused, to one that confirms before it answers',
    'DELIVERED',
    { providers: { A: refuse, B: { do: 'confirm' } } },
  ],
  [
    'is canceled while its hand-over waits for a turn',
    'CANCELED',
    { providers: { A: silent }, queuedAt: 'A' },
    (handle) => handle.signal(cancelSignal, { reason: 'wrong number' }),
  ],
])(
  'a packet that %s is stored as ended each time, and never again as what it was before',
  async (_, status, script, act) => {
    const { environment } = server
    const carrier = new ScriptedCarrier(environment, script, async () => act?.(handle))
    const { activities } = carrier
    let repeats = 0
    const worker = await createWorker(environment, {
      ...activities,
      async save(states) {
        await activities.save(states)
        // The signal arrives before the task completes, so Temporal rejects the completion and repeats the task.
        if (states.some(({ closed }) => closed) && repeats++ < 2) await handle.signal(receiptsSignal, [])
      },
    })
    const { handle, result } = await startSkipping(environment, request)
    expect(await worker.runUntil(result)).toMatchObject({ status })
    const end = carrier.saved.findIndex(({ closed }) => closed)
    const ends = carrier.saved.slice(end)
    // Other events that arrive as the workflow ends, such as the answer of a hand-over, cause further repetitions.
    expect(ends.length).toBeGreaterThanOrEqual(3)
    expect(ends).toMatchObject(ends.map(() => ({ closed: true, ledger: { status } })))
    await replayAgain(handle)
  },
)

it('an action in effect keeps its place before a cancellation that comes as the workflow ends', async () => {
  const { environment } = server
  const { activities, saved } = new ScriptedCarrier(environment, { providers: { A: silent } })
  let isCanceled = false
  const worker = await createWorker(environment, {
    ...activities,
    async save(states) {
      await activities.save(states)
      if (isCanceled || !states.some(({ closed }) => closed)) return
      isCanceled = true
      await handle.signal(cancelSignal, { reason: 'wrong number' })
    },
  })
  const packetId = randomUUID()
  const workflowId = workflowIdOf(packetId)
  const started = { workflowId, taskQueue, args: [request] }
  const handle = await environment.client.workflow.start(dataRoutingType, started)
  const isAccepted = () => saved.some(({ ledger }) => ledger.attempts[0]?.handOver.state === 'ACCEPTED')
  const ended = await worker.runUntil(async () => {
    expect(await waitUntil(async () => isAccepted(), { limitMs: 60_000 })).toBe(true)
    const by = { who: 'Ada', reason: 'they have it' }
    const order = { packetId, attempt: 1, action: { do: 'confirm' }, by } as const
    expect(await actOnPacket(environment.client, workflowId, { id: 'once', order })).toEqual({ is: 'done' })
    return handle.result()
  })
  expect(ended).toMatchObject({ status: 'DELIVERED', actions: [{ do: 'confirm' }] })
  const ends = saved.filter(({ closed }) => closed)
  expect(ends.length).toBeGreaterThanOrEqual(2)
  for (const { ledger } of ends) expect(ledger.actions.map(({ action }) => action.do)).toEqual(['confirm'])
  await replayAgain(handle)
})

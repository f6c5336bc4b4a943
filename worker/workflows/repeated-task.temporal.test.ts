/**
 * Temporal has a workflow task repeated when something new arrived while the task was ending the workflow. Its local
 * activities run once more then, those that write to the store among them.
 */
import type { WorkflowHandle } from '@temporalio/client'
import { expect, it } from 'vitest'
import { cancelSignal, receiptsSignal } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { type Script, ScriptedCarrier } from '../test-support/scripted-carrier'
import { startSkipping } from '../test-support/skipping-client'
import { createWorker, replayAgain } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const server = temporalUnderTest()

const request = { source: '+017771110000', destination: '+016660002222', contents: 'SGVsbG8=' }
const refuse = { do: 'refuse' } as const
const silent = { do: 'stay silent' } as const

it.each<{
  ends: string
  script: Script
  status: Packet['status']
  act?: (handle: WorkflowHandle) => unknown
}>([
  { ends: 'is refused by the last provider', script: { providers: { A: refuse } }, status: 'NO_ROUTE' },
  {
    ends: 'fails over after its provider refused, to one that confirms before it answers',
    script: { providers: { A: refuse, B: { do: 'confirm' } } },
    status: 'DELIVERED',
  },
  {
    ends: 'is canceled while its hand-over waits for a turn',
    script: { providers: { A: silent }, queuedAt: 'A' },
    status: 'CANCELED',
    act: (handle) => handle.signal(cancelSignal, { reason: 'wrong number' }),
  },
])(
  'a packet that $ends is stored as ended each time, and never again as what it was before',
  async ({ script, status, act }) => {
    const { environment } = server
    const carrier = new ScriptedCarrier(environment, script, async () => act?.(handle))
    const { activities } = carrier
    let repeats = 0
    const worker = await createWorker(environment, {
      ...activities,
      async save(states) {
        await activities.save(states)
        // Arrives before the task is answered, which is refused then.
        if (states.some(({ closed }) => closed) && repeats++ < 2) await handle.signal(receiptsSignal, [])
      },
    })
    const { handle, result } = await startSkipping(environment, request)
    expect(await worker.runUntil(result)).toMatchObject({ status })
    const end = carrier.saved.findIndex(({ closed }) => closed)
    expect(carrier.saved.slice(end)).toMatchObject(
      [1, 2, 3].map(() => ({ closed: true, ledger: { status } })),
    )
    await replayAgain(handle)
  },
)

import { defaultPayloadConverter } from '@temporalio/common'
import { temporal } from '@temporalio/proto'
import { expect, test } from 'vitest'
import { dataRoutingType } from '@/lib/contract/workflows'
import { apply } from '@/lib/packet/apply'
import type { LedgerEvent } from '@/lib/packet/events'
import { openLedger } from '@/lib/packet/ledger'
import { packLedger } from '@/lib/packet/snapshot'
import type { ExecutionInfo } from '@/lib/server/temporal/execution-info'
import { packetOf } from './execution'

const { WorkflowExecutionStatus: Status } = temporal.api.enums.v1
const payload = (value: unknown) => defaultPayloadConverter.toPayload(value)
const at = 1_700_000_000_000

function info(memo: unknown, status = Status.WORKFLOW_EXECUTION_STATUS_RUNNING): ExecutionInfo {
  return temporal.api.workflow.v1.WorkflowExecutionInfo.fromObject({
    execution: { workflowId: 'packet-p1', runId: 'run' },
    type: { name: dataRoutingType },
    status,
    startTime: { seconds: at / 1000 },
    memo: { fields: { packet: payload(memo) } },
    searchAttributes: {
      indexedFields: { PacketStatus: payload('DELIVERED'), PacketSource: payload('a') },
    },
  })
}

test('a packet is what its memo says', () => {
  const memo = packLedger(openLedger(at, 4), at)
  expect(packetOf(info(memo))).toMatchObject({ id: 'p1', status: 'ROUTING', source: 'a' })
})

test('a memo of another version is said to be one, and the status comes from the attribute', () => {
  const packet = packetOf(info({ v: 99, status: 'DELIVERED' }))
  expect(packet).toMatchObject({ status: 'DELIVERED', attempts: [], settling: true })
  expect(packet?.reason).toContain('cannot read')
})

test('a workflow that was ended in Temporal has failed, and why is said', () => {
  const memo = packLedger(openLedger(at, 4), at)
  const packet = packetOf(info(memo, Status.WORKFLOW_EXECUTION_STATUS_TERMINATED))
  expect(packet).toMatchObject({
    status: 'FAILED',
    reason: expect.stringContaining('terminated in Temporal'),
  })
})

test.each([false, true])(
  'what may have arrived before Temporal ended it may still be delivered (%s)',
  (mayHaveArrived) => {
    const route = { provider: 'RouteA', receiptTimeoutMs: 10_000, settlingMs: 0 }
    const outage = {
      kind: 'outage',
      reason: { code: 'CONNECTION_REFUSED', errno: null, also: [] },
      mayHaveArrived,
    } as const
    const events: LedgerEvent[] = [
      { type: 'routeChosen', at, ...route },
      { type: 'handOverAnswered', at, attempt: 1, answer: outage },
    ]
    const memo = packLedger(events.reduce(apply, openLedger(at, 4)), at)
    const packet = packetOf(info(memo, Status.WORKFLOW_EXECUTION_STATUS_TERMINATED))
    expect(packet?.attempts).toMatchObject([{ outcome: 'ABANDONED', settled: !mayHaveArrived }])
  },
)

test('a packet is stuck for as long as its workflow is open', () => {
  const memo = packLedger(openLedger(at, 4), at)
  const problems = payload(['category=WorkflowTaskFailed'])
  const reported = (status: number): ExecutionInfo => {
    const told = info(memo, status)
    const indexedFields = { ...told.searchAttributes?.indexedFields, TemporalReportedProblems: problems }
    return { ...told, searchAttributes: { indexedFields } }
  }
  const open = packetOf(reported(Status.WORKFLOW_EXECUTION_STATUS_RUNNING))
  expect(open).toMatchObject({ status: 'ROUTING', stuck: { cause: 'unknown' }, flags: ['stuck'] })
  const ended = packetOf(reported(Status.WORKFLOW_EXECUTION_STATUS_TERMINATED))
  expect(ended).toMatchObject({ status: 'FAILED', stuck: null, flags: [] })
})

test('a workflow of another type is no packet', () => {
  expect(packetOf({ ...info({}), type: { name: 'other' } })).toBeNull()
})

test('a workflow whose id no packet can have is no packet', () => {
  for (const workflowId of ['packet-', 'packet-a b', 'packet-..', 'other-p1']) {
    expect(packetOf({ ...info({}), execution: { workflowId, runId: 'run' } })).toBeNull()
  }
})

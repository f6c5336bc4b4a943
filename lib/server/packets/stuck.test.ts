import { defaultPayloadConverter } from '@temporalio/common'
import { temporal } from '@temporalio/proto'
import { expect, test } from 'vitest'
import { stuckOf, type WorkflowTask } from './stuck'

const { PendingWorkflowTaskState: State } = temporal.api.enums.v1
const at = 1_700_000_000_000

function reported(problems: unknown) {
  const payload = defaultPayloadConverter.toPayload(problems)
  return { searchAttributes: { indexedFields: { TemporalReportedProblems: payload } } }
}

function task(attempt: number, state: number): WorkflowTask {
  return temporal.api.workflow.v1.PendingWorkflowTaskInfo.fromObject({
    state,
    attempt,
    startedTime: { seconds: at / 1000 },
  })
}

const causes: [string[], string, string][] = [
  [
    ['category=WorkflowTaskFailed', 'cause=WorkflowTaskFailedCauseNonDeterministicError'],
    'mismatch',
    'NonDeterministicError',
  ],
  [
    ['category=WorkflowTaskFailed', 'cause=WorkflowTaskFailedCauseWorkflowWorkerUnhandledFailure'],
    'failure',
    'WorkflowWorkerUnhandledFailure',
  ],
  [
    ['category=WorkflowTaskFailed', 'cause=WorkflowTaskFailedCauseBadSearchAttributes'],
    'refused',
    'BadSearchAttributes',
  ],
  [
    ['category=WorkflowTaskTimedOut', 'cause=WorkflowTaskTimedOutCauseStartToClose'],
    'timeout',
    'StartToClose',
  ],
  [['category=WorkflowTaskFailed'], 'unknown', 'WorkflowTaskFailed'],
  [['category=SomethingNew', 'cause=Whatever'], 'unknown', 'Whatever'],
  [['nothing like it'], 'unknown', 'nothing like it'],
]

test.each(causes)('%j is a %s', (problems, cause, detail) => {
  expect(stuckOf(reported(problems), null)).toEqual({
    cause,
    detail,
    since: null,
    tries: null,
    lastTriedAt: null,
  })
})

test('a packet is not stuck unless Temporal reports a problem, however often a task is tried', () => {
  expect(stuckOf({}, task(4, State.PENDING_WORKFLOW_TASK_STATE_STARTED))).toBeNull()
  expect(stuckOf(reported([]), null)).toBeNull()
})

test('a try under way is counted and has a time; one that waits for a worker is not counted', () => {
  const problems = reported(['category=WorkflowTaskTimedOut'])
  const underWay = stuckOf(problems, task(6, State.PENDING_WORKFLOW_TASK_STATE_STARTED))
  expect(underWay).toMatchObject({ tries: 6, lastTriedAt: new Date(at).toISOString() })
  const queued = stuckOf(problems, task(6, State.PENDING_WORKFLOW_TASK_STATE_SCHEDULED))
  expect(queued).toMatchObject({ tries: 5, lastTriedAt: null })
  const afterNews = stuckOf(problems, task(1, State.PENDING_WORKFLOW_TASK_STATE_SCHEDULED))
  expect(afterNews).toMatchObject({ tries: null, lastTriedAt: null })
})

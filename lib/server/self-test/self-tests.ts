/**
 * Runs self-tests and keeps their results. The facts come from Temporal and are stored, so that the last results can
 * be read while Temporal is down.
 */
import 'server-only'
import { randomUUID } from 'node:crypto'
import { WorkflowFailedError } from '@temporalio/client'
import type { LastSelfTest, SelfTest, SelfTestList, SelfTestRun } from '@/lib/contract/self-test'
import { controlQueue, greetSomeoneType, scheduledSelfTestId, selfTestId } from '@/lib/contract/workflows'
import { ApiError } from '@/lib/server/api-error'
import { Pulse } from '@/lib/server/live/pulse'
import { log } from '@/lib/server/process'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { callTemporal } from '@/lib/server/temporal/call'
import { temporal } from '@/lib/server/temporal/connection'
import {
  findEndedSelfTests,
  findOpenSelfTests,
  forgetOldSelfTests,
  type KeptSelfTest,
  keepSelfTest,
  readSelfTests,
} from '@/lib/store/self-tests'
import { readSelfTestSchedule, startSelfTest } from '@/lib/temporal/self-test'
import { type RunAt, readRun } from './run'
import { viewOf } from './view'

const maxAgeMs = 900
/** A caller learns of an outage within this time. */
const patienceMs = 2_500
const mostShown = 20
const keptMs = 86_400_000
/** Temporal limits the listing of workflows most strictly, so it is done less often. */
const listEveryMs = 4_000

type Asked = Pick<SelfTestList, 'schedule' | 'stale'>

/** Temporal is read once for all callers. The results are written to the store, which each caller reads. */
const asked = processWide('self-tests', () => new SharedRead(askTemporal, maxAgeMs))
const listed = processWide('self-tests-listed', () => ({
  at: Number.NEGATIVE_INFINITY,
  schedule: { is: 'unknown' } as SelfTestList['schedule'],
}))

/** The last self-tests, at most about a second old. @throws ApiError STORE_UNREACHABLE */
export async function listSelfTests(): Promise<SelfTestList> {
  const { schedule, stale } = await asked().fresh()
  return { items: (await readKept()).map(viewOf), schedule, stale }
}

/**
 * The clock comparison of the newest self-test that has one; null where none has.
 *
 * @throws ApiError STORE_UNREACHABLE
 */
export async function lastClock(): Promise<{ at: Date; clock: NonNullable<SelfTestRun['clock']> } | null> {
  for (const { endedAt, facts } of await readKept()) {
    if (endedAt !== null && facts.run?.clock) return { at: endedAt, clock: facts.run.clock }
  }
  return null
}

/** The last self-test that has ended or has failed tries; null without one, and while it cannot be read. */
export async function findLastSelfTest(): Promise<LastSelfTest> {
  try {
    await asked().recent()
    const telling = (await readKept())
      .map(viewOf)
      .find(({ state, failedTries }) => state !== 'running' || failedTries > 0)
    if (telling === undefined) return null
    const { state, startedAt, endedAt, sentence } = telling
    return { state, startedAt, endedAt, sentence }
  } catch (error) {
    if (error instanceof ApiError) return null
    throw error
  }
}

const keepEveryMs = 10_000

/** Called once, so that results are stored even while no page is open. */
export function keepSelfTests(): void {
  new Pulse(keepEveryMs, async () => {
    try {
      await asked().refresh()
      await callStore((db) => forgetOldSelfTests(db, new Date(Date.now() - keptMs)))
    } catch (error) {
      log().debug({ err: error }, 'self-tests were not read')
    }
  }).start()
}

/**
 * Starts a self-test, or joins one on demand that is under way. If Temporal does not accept it, the self-test has
 * failed at its first step; this is a result, not an error.
 *
 * @throws ApiError STORE_UNREACHABLE
 */
export async function runSelfTest(): Promise<SelfTest> {
  const startedAt = new Date()
  const began = performance.now()
  const started = await startOrExplain()
  if ('refused' in started) {
    const id = randomUUID()
    return keep({ id, workflowId: selfTestId, startedAt, endedAt: new Date(), facts: started })
  }
  const execution = { workflowId: selfTestId, runId: started.runId }
  if (!started.isNew) return viewOf((await note(execution)) ?? unread(execution, startedAt))
  const askedMs = performance.now() - began
  const test = { ...unread(execution, startedAt), facts: { askedMs } }
  const view = await keep(test)
  void hear(test, began)
  return view
}

function unread({ workflowId, runId }: RunAt, startedAt: Date): KeptSelfTest {
  return { id: runId, workflowId, startedAt, endedAt: null, facts: {} }
}

async function startOrExplain(): Promise<{ runId: string; isNew: boolean } | { refused: string }> {
  try {
    return await callTemporal(({ client }) => startSelfTest(client), { limitMs: patienceMs })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { refused: error.code === 'TEMPORAL_UNREACHABLE' ? 'Temporal gave no answer.' : error.message }
  }
}

async function keep(test: KeptSelfTest): Promise<SelfTest> {
  await callStore((db) => keepSelfTest(db, test))
  return viewOf(test)
}

/** A self-test that takes longer is not waited for. */
const heardWithinMs = 60_000

/**
 * Waits for the result as a caller would. If this process ends meanwhile, only the time that the result took to come
 * back is lost.
 */
async function hear(test: KeptSelfTest, began: number): Promise<void> {
  const { connection, client } = temporal()
  const execution = { workflowId: test.workflowId, runId: test.id }
  try {
    // Not by `callTemporal`, which would take this long poll for an outage.
    await connection
      .withDeadline(Date.now() + heardWithinMs, () =>
        client.workflow.getHandle(execution.workflowId, execution.runId).result(),
      )
      .catch((error: unknown) => {
        // A failed workflow is a result too.
        if (!(error instanceof WorkflowFailedError)) throw error
      })
    const totalMs = performance.now() - began
    const run = await readRun(execution)
    if (!run?.end) return
    // Assume that the workflow began halfway through the start request.
    const toStartMs = (test.facts.askedMs ?? 0) / 2
    const backMs = Math.max(0, totalMs - toStartMs - (run.end.at - run.startedAt))
    await keep({ ...test, endedAt: new Date(run.end.at), facts: { ...test.facts, run, backMs } })
  } catch (error) {
    log().debug({ err: error }, 'the result of a self-test was not heard')
  }
}

function readKept(): Promise<KeptSelfTest[]> {
  return callStore((db) => readSelfTests(db, mostShown))
}

/** Stores what is new in Temporal. If Temporal cannot be reached, the stored results are marked as stale. */
async function askTemporal(): Promise<Asked> {
  try {
    if (performance.now() - listed().at > listEveryMs) {
      listed().schedule = await readSchedule()
      for (const execution of await listUnread()) await note(execution)
      listed().at = performance.now()
    }
    for (const { id, workflowId } of await callStore(findOpenSelfTests)) await note({ workflowId, runId: id })
    return { schedule: listed().schedule, stale: null }
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === 'STORE_UNREACHABLE') throw error
    const stale = 'Temporal cannot be reached. The results shown are the last ones read.'
    return { schedule: { is: 'unknown' }, stale }
  }
}

async function readSchedule(): Promise<SelfTestList['schedule']> {
  const limitMs = patienceMs
  const schedule = await callTemporal(({ client }) => readSelfTestSchedule(client), { limitMs })
  if (schedule.is !== 'running') return schedule
  const { nextAt } = schedule
  return { is: 'running', nextAt: nextAt === null ? null : new Date(nextAt).toISOString() }
}

/** The newest runs, except those whose end is already stored. */
async function listUnread(): Promise<RunAt[]> {
  const query = `WorkflowType = '${greetSomeoneType}' AND TaskQueue = '${controlQueue}'`
  const { executions } = await callTemporal(
    ({ service, namespace }) => service.listWorkflowExecutions({ namespace, query, pageSize: mostShown }),
    { limitMs: patienceMs },
  )
  const found = executions.flatMap(({ execution }): RunAt[] => {
    const { workflowId, runId } = execution ?? {}
    return workflowId && runId && isSelfTest(workflowId) ? [{ workflowId, runId }] : []
  })
  const ended = await callStore((db) =>
    findEndedSelfTests(
      db,
      found.map(({ runId }) => runId),
    ),
  )
  return found.filter(({ runId }) => !ended.has(runId))
}

function isSelfTest(workflowId: string): boolean {
  return workflowId === selfTestId || workflowId.startsWith(scheduledSelfTestId)
}

/** Reads a run from Temporal and stores it; null if Temporal does not know it. */
async function note(execution: RunAt): Promise<KeptSelfTest | null> {
  const run = await readRun(execution)
  if (run === null) {
    const now = new Date()
    await callStore((db) => keepSelfTest(db, { ...unread(execution, now), endedAt: now, facts: lost }))
    return null
  }
  const endedAt = run.end === null ? null : new Date(run.end.at)
  const test = { ...unread(execution, new Date(run.startedAt)), endedAt, facts: { run } }
  await callStore((db) => keepSelfTest(db, test))
  return test
}

const lost = { refused: 'Temporal does not know it any more.' }

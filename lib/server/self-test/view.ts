/** Presents the facts of a self-test as steps and a sentence. */
import {
  type SelfTest,
  type SelfTestFacts,
  type SelfTestRun,
  type SelfTestStep,
  selfTestSteps,
} from '@/lib/contract/self-test'
import { selfTestId } from '@/lib/contract/workflows'
import { formatDuration } from '@/lib/packet/duration'
import type { KeptSelfTest } from '@/lib/store/self-tests'

type StepName = SelfTestStep['name']
type Question = NonNullable<SelfTestRun['question']>

/** How far the self-test has come. */
type Stage =
  /** Temporal has accepted the start; nothing more is known yet. */
  | { is: 'starting' }
  | { is: 'queued'; run: SelfTestRun }
  | { is: 'asking'; run: SelfTestRun; question: Question | null }
  | { is: 'failed'; at: StepName; error: string; run: SelfTestRun | null }
  | { is: 'passed'; run: SelfTestRun; greeting: string; endedAt: number; question: Question | null }

function stageOf({ refused, run }: SelfTestFacts): Stage {
  if (refused !== undefined) return { is: 'failed', at: 'temporal', error: refused, run: run ?? null }
  if (run === undefined) return { is: 'starting' }
  const { end, taken, question } = run
  if (end === null) return taken === null ? { is: 'queued', run } : { is: 'asking', run, question }
  if ('greeting' in end) return { is: 'passed', run, greeting: end.greeting, endedAt: end.at, question }
  if (taken === null) {
    return { is: 'failed', at: 'worker', error: `No worker took it. ${end.error}`, run }
  }
  return { is: 'failed', at: question?.service === undefined ? 'network' : 'back', error: end.error, run }
}

const states = {
  starting: 'running',
  queued: 'running',
  asking: 'running',
  failed: 'failed',
  passed: 'passed',
} as const satisfies Record<Stage['is'], SelfTest['state']>

export function viewOf({ id, workflowId, startedAt, endedAt, facts }: KeptSelfTest): SelfTest {
  const trigger = workflowId === selfTestId ? 'demand' : 'schedule'
  const stage = stageOf(facts)
  const question = facts.run?.question
  return {
    id,
    trigger,
    state: states[stage.is],
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    ms: tookMs(facts),
    sentence: sentenceOf(stage, trigger, facts),
    greeting: stage.is === 'passed' ? stage.greeting : null,
    failedTries: question?.failedTries ?? 0,
    lastError: question?.lastError ?? null,
    nextTryAt: question?.nextTryAt ? new Date(question.nextTryAt).toISOString() : null,
    steps: selfTestSteps.map((name) => stepOf(name, stage, trigger, facts)),
  }
}

/** Nothing waits for the result of a scheduled self-test, so it is over when its workflow is. */
function tookMs({ askedMs = 0, run, backMs = 0 }: SelfTestFacts): number | null {
  return run?.end ? Math.round(run.end.at - run.startedAt + askedMs / 2 + backMs) : null
}

const noService = 'No greeting service is set (GREETING_URL): the worker greeted by itself.'

function sentenceOf(stage: Stage, trigger: SelfTest['trigger'], facts: SelfTestFacts): string {
  switch (stage.is) {
    case 'starting':
      return 'It is being started.'
    case 'queued':
      return 'It waits for a worker.'
    case 'asking':
      return stage.question?.lastError
        ? `${inTries(stage.question.failedTries)} failed, and it is tried again: ${stage.question.lastError}`
        : 'It is under way.'
    case 'failed': {
      const { failedTries = 0, lastError = null } = stage.run?.question ?? {}
      // A self-test that was terminated from outside, or reached its time limit, did not give up.
      const gaveUp = failedTries > 1 && stage.error === lastError
      return gaveUp ? `Given up after ${inTries(failedTries)}: ${stage.error}` : stage.error
    }
    case 'passed': {
      const took = formatDuration(tookMs(facts) ?? 0)
      if (stage.question?.service === null) return `Queue and worker work, in ${took}. ${noService}`
      const from = trigger === 'schedule' ? 'Temporal' : 'Web, Temporal'
      return `${from}, worker and network work, in ${took}${afterTries(stage.question)}.`
    }
  }
}

function inTries(count: number): string {
  return count === 1 ? '1 try' : `${count} tries`
}

function afterTries(question: Question | null): string {
  const failed = question?.failedTries ?? 0
  return failed === 0 ? '' : ` after ${failed === 1 ? '1 failed try' : `${failed} failed tries`}`
}

/** The current step at each stage. Later steps wait, earlier ones have passed. */
const reached = { starting: 'temporal', queued: 'worker', asking: 'network' } as const

function stepOf(
  name: StepName,
  stage: Stage,
  trigger: SelfTest['trigger'],
  facts: SelfTestFacts,
): SelfTestStep {
  const place = selfTestSteps.indexOf(name)
  if (stage.is === 'passed') return passed(name, trigger, facts)
  const at = selfTestSteps.indexOf(stage.is === 'failed' ? stage.at : reached[stage.is])
  if (place < at) return passed(name, trigger, facts)
  if (stage.is === 'failed') {
    return place === at
      ? { name, state: 'failed', ms: null, detail: stage.error }
      : { name, state: 'skipped', ms: null, detail: null }
  }
  if (place > at) return { name, state: 'waiting', ms: null, detail: null }
  const detail = stage.is === 'asking' ? (stage.question?.lastError ?? null) : null
  return { name, state: 'running', ms: null, detail }
}

function passed(name: StepName, trigger: SelfTest['trigger'], facts: SelfTestFacts): SelfTestStep {
  const { askedMs, run, backMs } = facts
  const step = (ms: number | null | undefined, detail: string | null): SelfTestStep => {
    return { name, state: 'passed', ms: ms == null ? null : Math.max(0, Math.round(ms)), detail }
  }
  const question = run?.question ?? null
  switch (name) {
    case 'temporal':
      return step(askedMs, trigger === 'schedule' ? 'Started by the Schedule.' : null)
    case 'worker':
      return step(run?.taken && run.taken.at - run.startedAt, run?.taken ? `Taken by ${run.taken.by}.` : null)
    case 'network':
      if (question?.service === null) return { name, state: 'skipped', ms: null, detail: noService }
      return step(
        question?.endedAt && question.endedAt - question.scheduledAt,
        `${question?.service} answered${afterTries(question)}.`,
      )
    case 'back':
      return step(
        run?.end && question?.endedAt && run.end.at - question.endedAt + (backMs ?? 0),
        backMs === undefined ? 'Temporal has it.' : 'The web process has it.',
      )
  }
}

import { describe, expect, test } from 'vitest'
import type { SelfTest, SelfTestFacts, SelfTestRun } from '@/lib/contract/self-test'
import { scheduledSelfTestId, selfTestId } from '@/lib/contract/workflows'
import { viewOf } from './view'

const t0 = Date.UTC(2026, 0, 1, 12)

const question: NonNullable<SelfTestRun['question']> = {
  scheduledAt: t0 + 10,
  failedTries: 0,
  lastError: null,
  nextTryAt: null,
  service: 'greetings.example',
  endedAt: t0 + 40,
}

const taken = { at: t0 + 5, by: '7@worker' }
const passed: SelfTestRun = {
  startedAt: t0,
  taken,
  question,
  clock: null,
  end: { at: t0 + 45, greeting: '¡Hola, Waybill!' },
}

function shown(facts: SelfTestFacts, workflowId: string = selfTestId): SelfTest {
  const end = facts.run?.end ?? null
  const endedAt = end === null ? null : new Date(end.at)
  return viewOf({ id: 'run-1', workflowId, startedAt: new Date(t0), endedAt, facts })
}

const steps = (test: SelfTest) => test.steps.map(({ state, ms }) => (ms === null ? state : `${state} ${ms}`))

describe('one on demand', () => {
  test('passes step by step, each with its time', () => {
    const test = shown({ askedMs: 8, run: passed, backMs: 3 })
    expect(steps(test)).toEqual(['passed 8', 'passed 5', 'passed 30', 'passed 8'])
    expect(test).toMatchObject({ state: 'passed', trigger: 'demand', ms: 52, greeting: '¡Hola, Waybill!' })
    expect(test.sentence).toBe('Web, Temporal, worker and network work, in 52 ms.')
  })

  test('whose web process died has times only up to Temporal', () => {
    expect(shown({ askedMs: 8, run: passed }).steps.at(-1)).toMatchObject({
      ms: 5,
      detail: 'Temporal has it.',
    })
  })

  test('that Temporal does not accept has failed at once', () => {
    const test = shown({ refused: 'Temporal gave no answer.' })
    expect(test).toMatchObject({ state: 'failed', sentence: 'Temporal gave no answer.' })
    expect(steps(test)).toEqual(['failed', 'skipped', 'skipped', 'skipped'])
  })

  test('waits for a worker, and says so', () => {
    const test = shown({ askedMs: 8, run: { ...passed, taken: null, question: null, end: null } })
    expect(test).toMatchObject({ state: 'running', sentence: 'It waits for a worker.', ms: null })
    expect(steps(test)).toEqual(['passed 8', 'running', 'waiting', 'waiting'])
  })

  test('that no worker took has failed at the worker', () => {
    const end = { at: t0 + 900_000, error: 'It did not end within 15 min.' }
    const test = shown({ askedMs: 8, run: { ...passed, taken: null, question: null, end } })
    expect(test.sentence).toBe('No worker took it. It did not end within 15 min.')
    expect(steps(test)).toEqual(['passed 8', 'failed', 'skipped', 'skipped'])
  })
})

test('one by the Schedule is over when Temporal has its result', () => {
  const test = shown({ run: passed }, `${scheduledSelfTestId}-2026-01-01T12:00:00Z`)
  expect(test).toMatchObject({ trigger: 'schedule', state: 'passed', ms: 45 })
  expect(test.sentence).toBe('Temporal, worker and network work, in 45 ms.')
})

test('without a greeting service the network is not tried, and the sentence says so', () => {
  const test = shown({ askedMs: 8, run: { ...passed, question: { ...question, service: null } } })
  expect(test.state).toBe('passed')
  expect(test.sentence).toMatch(/^Queue and worker work, in .*GREETING_URL/)
  expect(test.steps[2]).toMatchObject({ state: 'skipped', detail: expect.stringContaining('GREETING_URL') })
})

const failing = { ...question, service: undefined, endedAt: null, failedTries: 3, lastError: 'No answer.' }

test('retries are shown with the last error and the next try', () => {
  const { service: _, ...tried } = { ...failing, nextTryAt: t0 + 9_000 }
  const test = shown({ askedMs: 8, run: { ...passed, question: tried, end: null } })
  expect(test).toMatchObject({
    state: 'running',
    failedTries: 3,
    nextTryAt: '2026-01-01T12:00:09.000Z',
    sentence: '3 tries failed, and it is tried again: No answer.',
  })
  expect(steps(test)).toEqual(['passed 8', 'passed 5', 'running', 'waiting'])
})

test('a self-test that was given up says after how many tries', () => {
  const { service: _, ...tried } = { ...failing, endedAt: t0 + 600_000 }
  const end = { at: t0 + 600_010, error: 'No answer.' }
  const test = shown({ askedMs: 8, run: { ...passed, question: tried, end } })
  expect(test).toMatchObject({ state: 'failed', sentence: 'Given up after 3 tries: No answer.' })
  expect(steps(test)).toEqual(['passed 8', 'passed 5', 'failed', 'skipped'])
})

test('a self-test that passes after failures says how many there were', () => {
  const test = shown({ askedMs: 8, run: { ...passed, question: { ...question, failedTries: 2 } }, backMs: 3 })
  expect(test.sentence).toBe('Web, Temporal, worker and network work, in 52 ms after 2 failed tries.')
})

test('a self-test that is terminated from outside after failures did not give up', () => {
  const end = { at: t0 + 50, error: 'It was ended in Temporal.' }
  const run = { ...passed, question: { ...question, failedTries: 2, lastError: 'No answer.' }, end }
  expect(shown({ askedMs: 8, run }).sentence).toBe('It was ended in Temporal.')
})

test('a self-test that is terminated after the answer has failed on its way back', () => {
  const end = { at: t0 + 50, error: 'It was ended in Temporal.' }
  expect(steps(shown({ askedMs: 8, run: { ...passed, end } }))).toEqual([
    'passed 8',
    'passed 5',
    'passed 30',
    'failed',
  ])
})

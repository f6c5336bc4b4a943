import { expect, test } from 'vitest'
import { playwrightCounts, sum, summaryLine, truthful, vitestCounts } from './runners'

const vitest = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] }

const testResults = [
  { name: 'a.test.ts', status: 'failed', message: 'Cannot find module\n at …', assertionResults: [] },
  {
    name: 'b.test.ts',
    status: 'failed',
    assertionResults: [
      { fullName: 'adds', status: 'failed', failureMessages: ['expected 3 to be 4\n at …'] },
      { fullName: 'subtracts', status: 'passed' },
    ],
  },
]

test('counts what vitest reports', () => {
  expect(vitestCounts(vitest)).toEqual({ passed: 7, failed: 0, skipped: 2 })
})

test('a test file that cannot be loaded is a failure', () => {
  expect(vitestCounts({ ...vitest, numFailedTests: 1, testResults }).failed).toBe(2)
})

test('names each failure with the first line of its reason', () => {
  expect(vitestCounts({ ...vitest, numFailedTests: 1, testResults }).failures).toEqual([
    'a.test.ts: Cannot find module',
    'b.test.ts: adds: expected 3 to be 4',
  ])
})

test('a flaky browser test is a failure', () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }
  expect(playwrightCounts({ stats })).toEqual({ passed: 5, failed: 2, skipped: 2 })
})

test('a runner that fails without a failed test is a failure', () => {
  expect(truthful({ passed: 3, failed: 0, skipped: 0 }, false)).toEqual({ passed: 3, failed: 1, skipped: 0 })
  expect(truthful({ passed: 3, failed: 2, skipped: 0 }, false)).toEqual({ passed: 3, failed: 2, skipped: 0 })
  expect(truthful({ passed: 3, failed: 0, skipped: 0 }, true)).toEqual({ passed: 3, failed: 0, skipped: 0 })
})

test('a runner without a report is a failure, even if it reports success', () => {
  expect(truthful(null, true)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('sums all runners in one plain line', () => {
  const all = sum([
    { passed: 4, failed: 0, skipped: 0 },
    { passed: 10, failed: 1, skipped: 0 },
  ])
  expect(summaryLine(all)).toBe('14 passed, 1 failed')
  expect(summaryLine({ ...all, skipped: 2 })).toBe('14 passed, 1 failed, 2 skipped')
})

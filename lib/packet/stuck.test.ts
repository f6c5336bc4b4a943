import { expect, test } from 'vitest'
import { explainStuck, type Stuck, stuckCauses } from './stuck'

const stuck: Stuck = {
  cause: 'mismatch',
  detail: 'NonDeterministicError',
  since: '2026-03-01T02:40:00.000Z',
  tries: 7,
  lastTriedAt: '2026-03-01T03:05:07.120Z',
}

test('a stuck packet is told with its cause, its tries and what to do', () => {
  expect(explainStuck(stuck)).toBe(
    'No worker can go on with this packet: the workflow code that runs does not fit what has already happened to the packet. Its next step was tried 7 times, last at 03:05:07 UTC. Deploy a worker that can run it, such as the previous version: it then goes on by itself within about ten minutes, and nothing is lost.',
  )
})

test('tries are told as far as they are known', () => {
  expect(explainStuck({ ...stuck, tries: 1 })).toContain('Its next step was tried once, at 03:05:07 UTC.')
  expect(explainStuck({ ...stuck, lastTriedAt: null })).toContain('Its next step was tried 7 times. Deploy')
  expect(explainStuck({ ...stuck, tries: null })).not.toContain('tried')
})

test('every cause has words of its own, and Temporal’s where ours say too little', () => {
  const told = stuckCauses.map((cause) => explainStuck({ ...stuck, cause, detail: 'BadSearchAttributes' }))
  expect(new Set(told).size).toBe(stuckCauses.length)
  const exact = stuckCauses.filter((_, index) => told[index]?.includes('BadSearchAttributes'))
  expect(exact).toEqual(['refused', 'unknown'])
})

import { expect, test } from 'vitest'
import { sentenceOf, standingOf } from './queue-words'

const empty = { hold: null, failed: null, underWay: null, waitsFor: null, detail: null }
const at = '2026-11-29T12:00:00.000Z'

test("a queue with packets uses the API's sentence", () => {
  const queue = { ...empty, underWay: 'p1', waitsFor: 'packet', detail: 'Packet p1 is under way.' } as const
  expect(standingOf(queue)).toBe('packet')
  expect(sentenceOf(queue)).toBe('Packet p1 is under way.')
})

test.each([
  [empty, 'empty', 'No packet waits.'],
  [{ ...empty, underWay: 'p1' }, 'empty', 'Packet p1 is under way.'],
  [{ ...empty, hold: { reason: 'repairs', at } }, 'hold', 'An operator holds the queue: repairs'],
  [
    { ...empty, failed: { packetId: 'p1', at } },
    'failure',
    'Packet p1 was not delivered and holds the queue until it is released.',
  ],
] as const)('a queue without packets says what new packets will meet: %#', (queue, standing, sentence) => {
  expect(standingOf(queue)).toBe(standing)
  expect(sentenceOf(queue)).toBe(sentence)
})

import { expect, test } from 'vitest'
import { packetAfter, story } from './test-support/stand-in'
import { exitStatusOf, summaryOf } from './verdict'

const accepted = packetAfter('a', [])
const underWay = packetAfter('b', story.handedOver)
const delivered = packetAfter('c', story.delivered)
const noRoute = packetAfter('d', story.noRoute)

test('what is delivered or still under way is a success', () => {
  expect(exitStatusOf([accepted, underWay, delivered])).toBe(0)
  expect(exitStatusOf([delivered, noRoute])).toBe(2)
})

test('counts by outcome', () => {
  const packets = [accepted, underWay, delivered, delivered, noRoute]
  expect(summaryOf(packets, 3120)).toBe('5 packets in 3.1 s: 2 accepted, 2 delivered, 1 without a route.')
  expect(summaryOf([], 40)).toBe('0 packets in 0.0 s.')
})

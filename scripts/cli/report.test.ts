import { expect, test } from 'vitest'
import type { Stuck } from '@/lib/packet/stuck'
import { exitStatusOf, newsOf, summaryOf } from './report'
import { packetAfter, story } from './test-support/stand-in'

const accepted = packetAfter('a', [])
const underWay = packetAfter('b', story.handedOver)
const delivered = packetAfter('c', story.delivered)
const noRoute = packetAfter('d', story.noRoute)

test('delivered packets and packets under way count as success', () => {
  expect(exitStatusOf([accepted, underWay, delivered])).toBe(0)
  expect(exitStatusOf([delivered, noRoute])).toBe(2)
})

test('counts packets by outcome', () => {
  const packets = [accepted, underWay, delivered, delivered, noRoute]
  expect(summaryOf(packets, 3120)).toBe('5 packets in 3.1 s: 2 accepted, 2 delivered, 1 without a route.')
  expect(summaryOf([], 40)).toBe('0 packets in 0.0 s.')
})

const packet = packetAfter('p1', story.handedOver)

test('the news of a packet is its sentence', () => {
  expect(newsOf(packet)).toBe('Handing over to RouteA.')
})

test('the news of a stuck packet is why it is stuck, the same text for all tries', () => {
  const stuck: Stuck = {
    cause: 'failure',
    detail: 'WorkflowWorkerUnhandledFailure',
    since: null,
    tries: 5,
    lastTriedAt: '2026-03-01T03:05:07.120Z',
  }
  const news = newsOf({ ...packet, stuck })
  expect(news).toMatch(/^No worker can go on with this packet: .* Deploy a worker that can run it/)
  const tried = { ...stuck, tries: 6, lastTriedAt: '2026-03-01T03:06:07.120Z' }
  expect(newsOf({ ...packet, stuck: tried })).toBe(news)
})

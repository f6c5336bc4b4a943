import { expect, test } from 'vitest'
import type { Stuck } from '@/lib/packet/stuck'
import { newsOf } from './news'
import { packetAfter, story } from './test-support/stand-in'

const packet = packetAfter('p1', story.handedOver)

test('the news of a packet is its sentence', () => {
  expect(newsOf(packet)).toBe('Handing over to RouteA.')
})

test('of a stuck one it is why, once for all tries', () => {
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

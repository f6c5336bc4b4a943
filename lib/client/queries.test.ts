import { QueryClient } from '@tanstack/react-query'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { openLedger } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { toPacket } from '@/lib/packet/view'
import { brokerQuery, notePacket, packetQuery } from './queries'

const id = 'order-4711'

function packet(updatedAt: number, change: Partial<Packet> = {}): Packet {
  const identity = { id, source: 'a', destination: 'b', workflowId: id, runId: id, createdAt: 0, now: 0 }
  return { ...toPacket(openLedger(updatedAt, 4), identity), ...change }
}

const canceled = packet(5, { status: 'CANCELED', settling: true })
const final = packet(6, { status: 'CANCELED', settling: false })

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('a packet that comes with several answers', () => {
  test.each([
    ['of an earlier state', final, canceled],
    ['of the same moment, when it still settled', final, { ...final, settling: true }],
  ])('keeps its last state when an answer %s comes late', (_, known, late) => {
    const client = new QueryClient()
    notePacket(client, known)
    notePacket(client, late)
    expect(client.getQueryData(packetQuery(id).queryKey)).toEqual(known)
  })

  test('takes a state that is newer, or that has stopped settling', () => {
    const client = new QueryClient()
    for (const next of [packet(1), canceled, { ...canceled, settling: false }, final]) {
      notePacket(client, next)
      expect(client.getQueryData(packetQuery(id).queryKey)).toEqual(next)
    }
  })

  test('is not set back by a slower read with an older state', async () => {
    const client = new QueryClient()
    vi.stubGlobal('fetch', async () => {
      notePacket(client, final)
      return Response.json(canceled)
    })
    expect(await client.fetchQuery(packetQuery(id))).toEqual(final)
    expect(client.getQueryData(packetQuery(id).queryKey)).toEqual(final)
  })
})

test('the consumers of a broker are requested at their address', async () => {
  const asked = vi.fn(async (_address: string) => Response.json({ consumers: [] }))
  vi.stubGlobal('fetch', asked)
  expect(await new QueryClient().fetchQuery(brokerQuery)).toEqual({ consumers: [] })
  expect(asked.mock.calls[0]?.[0]).toBe('/api/broker')
})

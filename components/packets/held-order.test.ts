import { expect, test } from 'vitest'
import { openLedger } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { toPacket } from '@/lib/packet/view'
import { holdOrder } from './held-order'

function packet(id: string, change: Partial<Packet> = {}): Packet {
  const identity = { id, source: 'a', destination: 'b', workflowId: id, runId: id, createdAt: 0, now: 0 }
  return { ...toPacket(openLedger(0, 4), identity), ...change }
}

const ids = (rows: readonly Packet[]) => rows.map((row) => row.id)

test('held rows keep their places and show new data', () => {
  const held = [packet('a'), packet('b')]
  const now = [packet('b', { status: 'DELIVERED' }), packet('a')]
  const shown = holdOrder(held, now)
  expect(ids(shown.rows)).toEqual(['a', 'b'])
  expect(shown.rows[1]?.status).toBe('DELIVERED')
  expect(shown.waiting).toBe(0)
})

test('new rows above wait, rows of further pages are added at once', () => {
  const held = [packet('a'), packet('b')]
  const shown = holdOrder(held, [packet('new'), packet('a'), packet('b'), packet('later')])
  expect(ids(shown.rows)).toEqual(['a', 'b', 'later'])
  expect(shown.waiting).toBe(1)
})

test('a row that has left the list stays while held', () => {
  expect(ids(holdOrder([packet('a'), packet('b')], [packet('b')]).rows)).toEqual(['a', 'b'])
})

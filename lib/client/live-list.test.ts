import { describe, expect, test } from 'vitest'
import type { PacketPage } from '@/lib/contract/packet-list'
import { openLedger } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { toPacket } from '@/lib/packet/view'
import { applyListChange, mergeRows, visiblyChanged } from './live-list'

function packet(id: string, updatedAt = 0, change: Partial<Packet> = {}): Packet {
  const identity = { id, source: 'a', destination: 'b', workflowId: id, runId: id, createdAt: 0, now: 0 }
  return { ...toPacket(openLedger(updatedAt, 4), identity), ...change }
}

function page(ids: string[], total: number, nextCursor: string | null = 'more'): PacketPage {
  return { items: ids.map((id) => packet(id)), nextCursor, total }
}

const ids = (rows: readonly Packet[]) => rows.map((row) => row.id)
const change = (order: string[], changed: Packet[], total: number) => ({ order, changed, total })

describe('a live list', () => {
  test('shows the fetched pages until the first message of the stream', () => {
    expect(ids(mergeRows([page(['a', 'b'], 4), page(['c', 'd'], 4)], null).rows)).toEqual([
      'a',
      'b',
      'c',
      'd',
    ])
  })

  test('follows the order of the stream, with the rows it sent', () => {
    const live = applyListChange(null, change(['b', 'a'], [packet('b', 5, { status: 'DELIVERED' })], 2))
    const { rows } = mergeRows([page(['a', 'b'], 2)], live)
    expect(ids(rows)).toEqual(['b', 'a'])
    expect(rows[0]?.status).toBe('DELIVERED')
  })

  test('never loses a row between its first page and its second', () => {
    const pages = [page(['a', 'b'], 4), page(['c', 'd'], 4)]
    const one = applyListChange(null, change(['new', 'a'], [packet('new'), packet('a')], 5))
    expect(ids(mergeRows(pages, one).rows)).toEqual(['new', 'a', 'b', 'c', 'd'])
    const two = applyListChange(one, change(['newer', 'new'], [packet('newer')], 6))
    const merged = mergeRows(pages, two)
    expect(ids(merged.rows)).toEqual(['newer', 'new', 'a', 'b', 'c', 'd'])
    expect(merged.carried).toBe(2)
  })

  test('shows no row twice when one moves from the second page to the first', () => {
    const live = applyListChange(null, change(['c', 'a'], [packet('c'), packet('a')], 4))
    const { rows } = mergeRows([page(['a', 'b'], 4), page(['c', 'd'], 4)], live)
    expect(ids(rows)).toEqual(['c', 'a', 'b', 'd'])
  })

  test('drops rows that no longer match when everything fits on the first page', () => {
    const live = applyListChange(null, change(['b'], [packet('b')], 1))
    expect(ids(mergeRows([page(['a', 'b'], 2, null)], live).rows)).toEqual(['b'])
  })

  test('does not go back to an older state of a row', () => {
    const late = applyListChange(null, change(['a'], [packet('a', 9, { status: 'DELIVERED' })], 1))
    const stale = applyListChange(late, change(['a'], [packet('a', 3)], 1))
    expect(stale.rows.get('a')?.status).toBe('DELIVERED')
  })
})

describe('visible changes', () => {
  const known = new Map([['a', packet('a')]])

  test('include new rows and new states', () => {
    expect(visiblyChanged(known, [packet('b'), packet('a', 1, { status: 'FAILED' })])).toEqual(['b', 'a'])
  })

  test('leave out a row that came again in the same state', () => {
    expect(visiblyChanged(known, [packet('a', 1)])).toEqual([])
  })
})

import { expect, test } from 'vitest'
import type { BoardRow } from '@/lib/contract/board'
import { type Board, boardChange, wholeBoard } from './board'

function row(id: string): BoardRow {
  const times = { createdAt: '2026-01-01T12:00:00.000Z', begunAt: null, endedAt: null }
  const state = { status: 'ROUTING', stuck: false, waiting: null, attempts: [] } as const
  return { id, destination: 'x', batch: null, ...state, attempts: [], ...times }
}

function boardOf(rows: readonly BoardRow[], inFlight = 2): Board {
  return { rows: new Map(rows.map((each) => [each.id, { mark: '1', row: each }])), inFlight }
}

const [a, b, c] = [row('a'), row('b'), row('c')]

test('a change between two boards lists new, changed and gone rows', () => {
  const changed = { ...a, stuck: true }
  expect(boardChange(boardOf([a, b]), boardOf([changed, c]))).toEqual({
    whole: false,
    rows: [changed, c],
    gone: ['b'],
    inFlight: 2,
  })
})

test('an unchanged board gives no change, unless the number in flight differs', () => {
  expect(boardChange(boardOf([a, b]), boardOf([b, a]))).toBeNull()
  expect(boardChange(boardOf([a, b]), boardOf([a, b], 9))).toEqual({
    whole: false,
    rows: [],
    gone: [],
    inFlight: 9,
  })
})

test('a new reader gets the whole board', () => {
  expect(wholeBoard(boardOf([a, b]))).toEqual({ whole: true, rows: [a, b], gone: [], inFlight: 2 })
})

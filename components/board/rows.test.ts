import { expect, test } from 'vitest'
import { rowAt, rowBeside, rowsBetween, rowsOf } from './rows'

const groups = [
  { key: 'A', name: 'A', lanes: ['a', null, 'c'] },
  { key: 'B', name: 'B', lanes: ['d'] },
]
const shape = { laneHeight: 20, headed: true, collapsed: new Set<string>() }

const told = ({ row }: NonNullable<ReturnType<typeof rowAt>>) =>
  row.is === 'heading' ? row.group.name : row.id

test('headings and lanes follow each other, and only those in view are returned', () => {
  const rows = rowsOf(groups, shape)
  expect(rows.height).toBe(2 * 32 + 4 * 20)
  expect(rowsBetween(rows, 0, rows.height).map(told)).toEqual(['A', 'a', null, 'c', 'B', 'd'])
  expect(rowsBetween(rows, 55, 80).map((row) => [told(row), row.top])).toEqual([
    ['A', 55],
    [null, 52],
    ['c', 72],
  ])
})

test('a heading sticks to the top while its lanes are in view, until the next heading pushes it away', () => {
  const rows = rowsOf(groups, shape)
  const topOf = (scrolled: number) => rowsBetween(rows, scrolled, scrolled + 100)[0]?.top
  expect([topOf(0), topOf(40), topOf(70)]).toEqual([0, 40, 60])
  const seen = rowAt(rows, 60, 40)
  expect(seen && told(seen)).toBe('A')
  expect(rowAt(rows, 30, 40)).toBeNull()
})

test('moving from row to row skips free lanes', () => {
  const rows = rowsOf(groups, shape)
  const from = { top: 32, height: 20 }
  const after = rowBeside(rows, from, 1)
  expect(after && [told(after), after.top]).toEqual(['c', 72])
  const before = rowBeside(rows, from, -1)
  expect(before && told(before)).toBe('A')
  expect(rowBeside(rows, { top: 0, height: 32 }, -1)).toBeNull()
})

test('a collapsed group shows only its heading', () => {
  const rows = rowsOf(groups, { ...shape, collapsed: new Set(['A']) })
  expect(rowsBetween(rows, 0, rows.height).map(told)).toEqual(['A', 'B', 'd'])
})

test('one group without a name has no heading', () => {
  const rows = rowsOf([{ key: '', name: null, lanes: ['a', 'b'] }], { ...shape, headed: false })
  const second = rowAt(rows, 25, 0)
  expect(second && told(second)).toBe('b')
  expect(rowAt(rows, 40, 0)).toBeNull()
})

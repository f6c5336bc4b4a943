import { expect, test } from 'vitest'
import { firstInTurn } from './fair-order'

function waiting(name: string, count: number, priorityKey?: number) {
  const priority = priorityKey === undefined ? { fairnessKey: name } : { fairnessKey: name, priorityKey }
  return Array.from({ length: count }, (_, index) => ({ name: `${name}${index}`, priority }))
}

function names(all: readonly { name: string }[]): string[] {
  return all.map(({ name }) => name)
}

test('keeps the order of arrival among packets of one sender', () => {
  expect(names(firstInTurn(waiting('a', 5), 3))).toEqual(['a0', 'a1', 'a2'])
})

test('puts a packet of another sender among the first, however many wait before it', () => {
  const all = [...waiting('a', 10_000), ...waiting('b', 1)]
  expect(names(firstInTurn(all, 3))).toEqual(['a0', 'b0', 'a1'])
})

test('puts a higher priority before everything else', () => {
  const all = [...waiting('a', 10), ...waiting('b', 2, 1), ...waiting('c', 1, 5)]
  expect(names(firstInTurn(all, 3))).toEqual(['b0', 'b1', 'a0'])
  expect(names(firstInTurn(all, 50)).at(-1)).toBe('c0')
})

test('treats a missing priority as the default one', () => {
  const plain = [{ name: 'plain', priority: undefined }]
  expect(names(firstInTurn([...waiting('low', 1, 4), ...plain, ...waiting('high', 1, 2)], 9))).toEqual([
    'high0',
    'plain',
    'low0',
  ])
})

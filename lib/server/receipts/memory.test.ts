import { expect, test } from 'vitest'
import { ReceiptMemory } from './memory'

const startedAt = 1_000_000

test('knows of what was sealed after it began, with a margin for other clocks', () => {
  const memory = new ReceiptMemory(startedAt)
  expect(memory.knowsAllSince(startedAt + 5_001)).toBe(true)
  expect(memory.knowsAllSince(startedAt + 4_999)).toBe(false)
  expect(memory.knowsAllSince(undefined)).toBe(false)
})

test('remembers the body that came with an id, and what was said of an attempt', () => {
  const memory = new ReceiptMemory(startedAt)
  memory.remember('id', 'digest', startedAt)
  memory.rememberAttempt('run.1', { delivered: [true], signals: 1 }, startedAt)
  expect(memory.digestOf('id')).toBe('digest')
  expect(memory.digestOf('other')).toBeNull()
  expect(memory.attempt('run.1')).toEqual({ delivered: [true], signals: 1 })
  expect(memory.attempt('run.2')).toEqual({ delivered: [], signals: 0 })
})

test('stays small, and says that it does not know what it has forgotten', () => {
  const memory = new ReceiptMemory(startedAt)
  for (let n = 0; n < 20_100; n++) memory.remember(`id ${n}`, 'digest', startedAt + 10_000 + n)
  expect(memory.digestOf('id 99')).toBeNull()
  expect(memory.digestOf('id 100')).toBe('digest')
  const forgottenAt = startedAt + 10_099
  expect(memory.knowsAllSince(forgottenAt)).toBe(false)
  expect(memory.knowsAllSince(forgottenAt + 5_001)).toBe(true)
})

test('an attempt has only so many receipts handed on', () => {
  const memory = new ReceiptMemory(startedAt)
  memory.rememberAttempt('run.1', { delivered: [true], signals: 99 }, startedAt)
  expect(memory.isFull('run.1')).toBe(false)
  memory.rememberAttempt('run.1', { delivered: [true], signals: 100 }, startedAt)
  expect(memory.isFull('run.1')).toBe(true)
})

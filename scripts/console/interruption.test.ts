import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import { listenForInterruption } from './interruption'

function pressed(times: number[]): { aborted: boolean; impatient: number } {
  const source = new EventEmitter()
  let now = 0
  let impatient = 0
  const { signal, onImpatience } = listenForInterruption(source, () => now)
  onImpatience(() => {
    impatient += 1
  })
  for (const at of times) {
    now = at
    source.emit('SIGINT')
  }
  return { aborted: signal.aborted, impatient }
}

test('stops nothing without a signal', () => {
  expect(pressed([])).toEqual({ aborted: false, impatient: 0 })
})

test('one Ctrl-C that arrives twice counts once', () => {
  expect(pressed([1000, 1030])).toEqual({ aborted: true, impatient: 0 })
})

test('a second Ctrl-C asks for an immediate stop', () => {
  expect(pressed([1000, 1030, 2000])).toEqual({ aborted: true, impatient: 1 })
})

test('stops when the npm that started the command is gone', () => {
  vi.useFakeTimers()
  let gone = false
  const { signal } = listenForInterruption(new EventEmitter(), Date.now, () => gone)
  vi.advanceTimersByTime(5000)
  expect(signal.aborted).toBe(false)
  gone = true
  vi.advanceTimersByTime(1000)
  expect(signal.aborted).toBe(true)
  vi.useRealTimers()
})

import { expect, test, vi } from 'vitest'
import { tellOfFullDisk } from './full-disk'

const FULL = 'level=ERROR msg="Operation failed" error="database or disk is full (13)"'

test('a full disk is told once, and again a minute later when it still is', () => {
  vi.useFakeTimers()
  const said: string[] = []
  const hear = tellOfFullDisk('/srv/data', (line) => said.push(line))
  hear('temporal', 'all is well')
  expect(said).toEqual([])
  for (let line = 0; line < 100; line++) hear('temporal', FULL)
  expect(said).toEqual([expect.stringMatching(/^The disk that holds \/srv\/data is full: .*Make room/)])
  vi.advanceTimersByTime(61_000)
  hear('simulator', "ENOSPC: no space left on device, write '/srv/data/simulator/receipts.jsonl'")
  expect(said).toHaveLength(2)
  vi.advanceTimersByTime(61_000)
  hear('postgres', 'FATAL:  could not write to file "pg_wal/xlogtemp.29": No space left on device')
  expect(said).toHaveLength(3)
  vi.useRealTimers()
})

test('what a carrier writes of its own disk is none of ours', () => {
  const said: string[] = []
  tellOfFullDisk('/srv/data', (line) => said.push(line))('worker', 'it answered 500: no space left on device')
  expect(said).toEqual([])
})

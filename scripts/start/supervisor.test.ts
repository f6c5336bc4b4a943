import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Part, startPart } from '../stack/part'
import { waitUntil } from '../stack/wait-until'
import { Supervisor, tellOfFullDisk, type Watched } from './supervisor'

let folder: string
let part: Part
const said: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-supervisor-'))
  said.length = 0
})

afterEach(async () => {
  await part.kill()
  await rm(folder, { recursive: true })
})

/** A stack with one part, which is ready once it has printed "up". */
function stackOf(program: string): Watched {
  part = new Part({
    name: 'worker',
    program: process.execPath,
    args: ['--eval', program],
    env: process.env,
    logFile: join(folder, 'worker.log'),
    graceMs: 1000,
  })
  const isUp = (signal: AbortSignal) =>
    waitUntil(async () => part.lastLines().includes('up'), { limitMs: 5000, signal })
  return {
    names: ['worker'],
    part: () => part,
    start: (_name, signal) => startPart(part, async (limit) => (await isUp(limit)) === true, signal),
  }
}

test('restarts a killed part until it is told to stop', async () => {
  const stack = stackOf('setInterval(() => {}, 1000); console.log("up")')
  await stack.start('worker')
  const stop = new AbortController()
  const watching = new Supervisor(stack, (line) => said.push(line)).watch(stop.signal)
  process.kill(part.pid ?? 0, 'SIGKILL')
  await waitUntil(async () => said.includes('worker runs again.'), { limitMs: 10_000 })
  expect(said).toEqual([
    'worker was ended by SIGKILL.',
    'Starting worker again (1 of at most 5 times a minute).',
    'worker runs again.',
  ])
  expect(part.running).toBe(true)
  stop.abort()
  await watching
})

test('restarts a part that ended while the others were still starting', async () => {
  const stack = stackOf('setInterval(() => {}, 1000); console.log("up")')
  await stack.start('worker')
  process.kill(part.pid ?? 0, 'SIGKILL')
  await expect.poll(() => part.running).toBe(false)
  const stop = new AbortController()
  const watching = new Supervisor(stack, (line) => said.push(line)).watch(stop.signal)
  await expect.poll(() => said, { timeout: 10_000 }).toContain('worker runs again.')
  stop.abort()
  await watching
})

test('does not restart a part that is stopped on purpose', async () => {
  const stack = stackOf('setInterval(() => {}, 1000); console.log("up")')
  await stack.start('worker')
  const stop = new AbortController()
  const watching = new Supervisor(stack, (line) => said.push(line)).watch(stop.signal)
  await part.stop()
  stop.abort()
  await watching
  expect(said).toEqual([])
})

test('gives up on a part that keeps ending, with its last lines', async () => {
  const stack = stackOf(
    'console.log("up"); setTimeout(() => { console.log("no disk"); process.exit(7) }, 150)',
  )
  await stack.start('worker')
  const supervisor = new Supervisor(stack, (line) => said.push(line), { firstPauseMs: 1 })
  const failure = supervisor.watch(new AbortController().signal)
  await expect(failure).rejects.toThrow(
    /^worker ended 6 times within a minute, so everything stops\. The last time it ended with exit status 7\..*no disk$/s,
  )
  expect(part.running).toBe(false)
}, 20_000)

test('gives up on a part that keeps being killed, with how it ended and where its log is', async () => {
  const stack = stackOf('process.kill(process.pid, "SIGKILL")')
  part.start()
  const supervisor = new Supervisor(stack, (line) => said.push(line), { firstPauseMs: 1 })
  await expect(supervisor.watch(new AbortController().signal)).rejects.toThrow(
    `The last time it was ended by SIGKILL. It printed nothing; its log is ${join(folder, 'worker.log')}.`,
  )
}, 20_000)

const FULL = 'level=ERROR msg="Operation failed" error="database or disk is full (13)"'

test('reports a full disk once, and again a minute later when it is still full', () => {
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

test('ignores what a carrier writes about its own disk', () => {
  const said: string[] = []
  tellOfFullDisk('/srv/data', (line) => said.push(line))('worker', 'it answered 500: no space left on device')
  expect(said).toEqual([])
})

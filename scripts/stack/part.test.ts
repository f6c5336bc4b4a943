import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Part, type PartExit } from './part'
import { isAlive } from './test-support/processes'
import { waitUntil } from './wait-until'

let folder: string
const parts: Part[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-part-'))
})

afterEach(async () => {
  await Promise.all(parts.splice(0).map((part) => part.kill()))
  await rm(folder, { recursive: true })
})

function partRunning(program: string, graceMs = 5000): Part {
  const part = new Part({
    name: 'tried',
    program: process.execPath,
    args: ['--eval', program],
    env: process.env,
    logFile: join(folder, 'logs', 'tried.log'),
    graceMs,
  })
  parts.push(part)
  return part
}

async function printed(part: Part, text: string): Promise<void> {
  const seen = await waitUntil(async () => part.lastLines().includes(text), {
    limitMs: 10_000,
  })
  expect(seen, `"${text}" in ${JSON.stringify(part.lastLines())}`).toBe(true)
}

async function isGone(pid: number): Promise<void> {
  expect(await waitUntil(async () => (isAlive(pid) ? null : true), { limitMs: 10_000 })).toBe(true)
}

const RUNS_ON = 'setInterval(() => {}, 1000); console.log("up")'
const STOPS_POLITELY = `process.on("SIGTERM", () => { console.log("bye"); process.exit(0) }); ${RUNS_ON}`
const STAYS = `process.on("SIGTERM", () => {}); ${RUNS_ON}`

test('stops a part that handles the signal, and keeps everything that it printed', async () => {
  const part = partRunning(STOPS_POLITELY)
  part.start()
  await printed(part, 'up')
  await part.stop()
  expect(part.running).toBe(false)
  expect(part.lastLines()).toEqual(['up', 'bye'])
  expect(await readFile(part.logFile, 'utf8')).toBe('up\nbye\n')
})

test('kills a part that does not stop within its grace period', async () => {
  const part = partRunning(STAYS, 200)
  part.start()
  await printed(part, 'up')
  const pid = part.pid ?? 0
  await part.stop()
  expect(isAlive(pid)).toBe(false)
})

test('reports how a part ended by itself', async () => {
  const part = partRunning('console.error("no way"); process.exit(3)')
  const exit = new Promise<PartExit>((done) => part.onExit(done))
  part.start()
  expect(await exit).toEqual({ code: 3, signal: null, wanted: false })
  expect(part.lastLines()).toEqual(['no way'])
})

test('reports which signal ended a part', async () => {
  const part = partRunning(RUNS_ON)
  const exit = new Promise<PartExit>((done) => part.onExit(done))
  part.start()
  await printed(part, 'up')
  process.kill(part.pid ?? 0, 'SIGKILL')
  expect(await exit).toEqual({ code: null, signal: 'SIGKILL', wanted: false })
})

test('starts again after it has ended', async () => {
  const part = partRunning(STOPS_POLITELY)
  part.start()
  await printed(part, 'up')
  const first = part.pid
  await part.kill()
  part.start()
  await printed(part, 'up')
  expect(part.pid).not.toBe(first)
})

test('leaves no process that the part has started', async () => {
  const part = partRunning(`
    const child = require('node:child_process').spawn(process.execPath, ['--eval', ${JSON.stringify(STAYS)}])
    console.log('child ' + child.pid)
    ${RUNS_ON}
  `)
  part.start()
  await printed(part, 'up')
  const pid = Number(part.lastLines()[0]?.replace('child ', ''))
  expect(isAlive(pid)).toBe(true)
  await part.stop()
  await isGone(pid)
})

test('reports a program that does not exist', async () => {
  const part = new Part({
    name: 'missing',
    program: join(folder, 'nothing-here'),
    args: [],
    env: process.env,
    logFile: join(folder, 'missing.log'),
    graceMs: 1000,
  })
  const exit = new Promise<PartExit>((done) => part.onExit(done))
  part.start()
  expect(await exit).toMatchObject({ code: 127, wanted: false })
})

test('starts nothing when its log cannot be written, and stops at once afterwards', async () => {
  await writeFile(join(folder, 'logs'), '')
  const part = partRunning(RUNS_ON)
  expect(() => part.start()).toThrow(/EEXIST|ENOTDIR/)
  expect(part.running).toBe(false)
  await part.stop()
})

/** Starts a process that supervises one part, for a test to kill. */
async function supervisor(program: string): Promise<{ process: ChildProcess; part: number }> {
  const script = `
    const { Part } = await import(${JSON.stringify(join(import.meta.dirname, 'part.ts'))})
    const part = new Part({
      name: 'orphan', program: process.execPath, args: ['--eval', ${JSON.stringify(program)}],
      env: process.env, logFile: ${JSON.stringify(join(folder, 'orphan.log'))}, graceMs: 300,
      onLine: () => process.stdout.write(String(part.pid)),
    })
    part.start()
  `
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [pid] = await once(child.stdout, 'data')
  return { process: child, part: Number(String(pid)) }
}

test.each([
  ['that stops when told', STOPS_POLITELY],
  ['that does not listen', STAYS],
])('a killed supervisor ends a part %s', async (_kind, program) => {
  const { process: supervising, part } = await supervisor(program)
  expect(isAlive(part)).toBe(true)
  supervising.kill('SIGKILL')
  await isGone(part)
})

test('the part ends even when its supervisor was gone before the guard started', async () => {
  const guard = spawn(
    process.execPath,
    [join(import.meta.dirname, 'guard.mjs'), '300', 'SIGTERM', process.execPath, '--eval', STAYS],
    {
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  )
  guard.disconnect()
  await once(guard, 'exit')
})

import { expect, test } from 'vitest'
import { runGroup } from './run-group'
import { isAlive } from './test-support/processes'
import { waitUntil } from './wait-until'

function run(program: string, options: { limitMs?: number; signal?: AbortSignal } = {}) {
  return runGroup({ args: ['--eval', program], limitMs: 20_000, show: false, ...options })
}

test('returns what a command printed and whether it succeeded', async () => {
  expect(await run('console.log("out"); console.error("err")')).toEqual({
    ok: true,
    timedOut: false,
    output: expect.stringMatching(/^(out\nerr|err\nout)\n$/),
  })
  expect((await run('process.exit(2)')).ok).toBe(false)
  expect((await run('process.kill(process.pid, "SIGSEGV")')).ok).toBe(false)
})

test('stops a command that takes too long', async () => {
  expect(await run('setInterval(() => {}, 1000)', { limitMs: 300 })).toMatchObject({
    ok: false,
    timedOut: true,
  })
})

test('stops a command when the signal is aborted', async () => {
  const signal = AbortSignal.timeout(300)
  expect(await run('setInterval(() => {}, 1000)', { signal })).toMatchObject({ ok: false, timedOut: false })
})

test('leaves no process that the command has started', async () => {
  const { ok, output } = await run(`
    const child = require('node:child_process').spawn(
      process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    child.unref()
    console.log(child.pid)
  `)
  expect(ok).toBe(true)
  const gone = await waitUntil(async () => (isAlive(Number(output)) ? null : true), { limitMs: 10_000 })
  expect(gone).toBe(true)
})

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { isOverLimit, withinLimit } from './time-limit'

const root = join(import.meta.dirname, '..', '..')
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const silence: RequestListener = () => undefined

/** Runs Node.js under constant garbage collection and returns its output. */
async function underPressure(...args: string[]): Promise<string> {
  const options = { cwd: root, timeout: 30_000 }
  const command = promisify(execFile)(process.execPath, ['--expose-gc', '--import', 'tsx', ...args], options)
  return (await command).stdout
}

/** Ends when the signal aborts; rejects with its reason. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

describe('a limit', () => {
  it('ends work that exceeds it, and says so', async () => {
    let given: AbortSignal | undefined
    const work = withinLimit(20, undefined, (signal) => {
      given = signal
      return untilAborted(signal)
    })
    await expect(work).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(given && isOverLimit(given)).toBe(true)
  })

  it('ends when the work is stopped earlier, or was stopped before', async () => {
    const stop = new AbortController()
    const work = withinLimit(60_000, stop.signal, untilAborted)
    stop.abort(new Error('stopped'))
    await expect(work).rejects.toThrow('stopped')
    const afterwards = withinLimit(60_000, stop.signal, async (signal) => signal.throwIfAborted())
    await expect(afterwards).rejects.toThrow('stopped')
  })

  it('does not affect work that was done in time', async () => {
    let given: AbortSignal | undefined
    await withinLimit(10, undefined, async (signal) => {
      given = signal
    })
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(given?.aborted).toBe(false)
  })
})

describe('while garbage is collected, a limit holds', () => {
  it('for requests that another signal may stop as well', async () => {
    const url = await listen(silence)
    const script = `
      import { withinLimit } from '@/lib/contract/time-limit'
      setInterval(() => gc(), 10).unref()
      const stop = new AbortController()
      const asked = Array.from({ length: 6 }, () =>
        withinLimit(200, stop.signal, (signal) => fetch('${url}', { signal })).catch((error) => error.name))
      const patience = new Promise((resolve) => setTimeout(resolve, 10_000, 'lost').unref())
      console.log((await Promise.all(asked.map((each) => Promise.race([each, patience])))).join())
      process.exit()`
    const told = await underPressure('--input-type=module', '--eval', script)
    expect(told.trim()).toBe(Array(6).fill('TimeoutError').join())
  }, 40_000)

  it('for a silent carrier beside another one that takes many packets', async () => {
    const silent = await listen(silence)
    const busy = await listen((request, response) => {
      request.resume().on('end', () => response.writeHead(202).end())
    })
    const child = join(root, 'lib', 'carrier', 'test-support', 'in-child.ts')
    const told = JSON.parse(await underPressure(child, silent, '2000', busy))
    expect(told).toMatchObject({
      answer: {
        kind: 'unreachable',
        reason: { code: 'ANSWER_TIMEOUT', errno: null, also: [] },
        mayHaveArrived: true,
      },
      canCollect: true,
    })
    expect(told.beside).toBeGreaterThan(10)
  }, 40_000)
})

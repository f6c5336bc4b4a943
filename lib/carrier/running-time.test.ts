import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { post } from './post'
import { inRunningTime } from './running-time'

/** Blocks this thread. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

describe('a timer of running time', () => {
  it('counts a stall of the process only in part', async () => {
    const begunAt = performance.now()
    const passed = new Promise((resolve) => inRunningTime(200, () => resolve(performance.now() - begunAt)))
    standStill(400)
    expect(await passed).toBeGreaterThanOrEqual(400 + 150)
  })

  it('fires after its time if the process runs', async () => {
    const begunAt = performance.now()
    await new Promise<void>((resolve) => inRunningTime(100, resolve))
    expect(performance.now() - begunAt).toBeGreaterThanOrEqual(99)
  })

  it('does not fire after it was cancelled', async () => {
    let called = false
    const cancel = inRunningTime(10, () => {
      called = true
    })
    cancel()
    await new Promise<void>((resolve) => inRunningTime(50, resolve))
    expect(called).toBe(false)
  })
})

/** A carrier in another thread, which answers after 50 ms. */
const carrier = `
  const { createServer } = require('node:http')
  const { parentPort } = require('node:worker_threads')
  const server = createServer((request, response) => {
    setTimeout(() => response.writeHead(202).end(), 50)
    parentPort.postMessage('taken')
  })
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

describe('a request to a carrier', () => {
  let worker: Worker | undefined

  afterEach(() => worker?.terminate())

  it('is answered if the answer arrived while this process was stalled', async () => {
    worker = new Worker(carrier, { eval: true })
    const [port] = await once(worker, 'message')
    const answer = post({ url: `http://127.0.0.1:${port}/`, headers: {}, body: '{}' }, { limitMs: 300 })
    await once(worker, 'message')
    standStill(600)
    expect(await answer).toMatchObject({ is: 'answered', status: 202 })
  })
})

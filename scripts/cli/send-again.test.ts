import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from './send-again'
import { refuse, StandIn } from './test-support/stand-in'

let web: StandIn

beforeEach(async () => {
  web = new StandIn()
  await web.start()
})

afterEach(() => web.stop())

async function sendAgain(...args: string[]) {
  const [out, err] = [new PassThrough(), new PassThrough()]
  const { signal } = new AbortController()
  const ended = run([...args, '--url', web.url], { env: process.env, out, err, signal }).finally(() => {
    out.end()
    err.end()
  })
  const [status, stdout, stderr] = await Promise.all([ended, text(out), text(err)])
  return { status, stdout, stderr }
}

test('sends the changed values, and prints the new packet', async () => {
  const { status, stdout } = await sendAgain(
    'order-1',
    '--reason',
    'Wrong number',
    '--who',
    'Ada',
    '--destination',
    '+0999',
  )
  expect([status, JSON.parse(stdout).id]).toEqual([0, 'p1'])
  expect(web.asked).toMatchObject([
    {
      path: '/api/packets/order-1/actions/send-again',
      key: expect.any(String),
      body: { reason: 'Wrong number', who: 'Ada', destination: '+0999', evenIfDelivered: false },
    },
  ])
})

test('repeats a request whose answer was lost under the same idempotency key', async () => {
  web.fault = ({ key = '', body }, response) => {
    if (web.accepted.size > 0) return false
    web.accept(key, body)
    response.destroy()
    return true
  }
  expect((await sendAgain('order-1', '--reason', 'x')).status).toBe(0)
  expect(new Set(web.asked.map(({ key }) => key)).size).toBe(1)
})

test('sends the key that it is given', async () => {
  expect((await sendAgain('order-1', '--reason', 'x', '--key', 'mine')).status).toBe(0)
  expect(web.asked).toMatchObject([{ key: 'mine' }])
})

test('reports why it was refused', async () => {
  web.fault = (_, response) => refuse(response, 'MAY_BE_DELIVERED', 'RouteA has delivered it.')
  const { status, stderr } = await sendAgain('order-1', '--reason', 'x')
  expect([status, stderr]).toEqual([1, expect.stringContaining('RouteA has delivered it.')])
})

test('requires the packet and a reason', async () => {
  expect((await sendAgain('--reason', 'x')).stderr).toContain('Name the packet first')
  expect((await sendAgain('order-1')).stderr).toContain('--reason: Say why.')
  expect(web.asked).toEqual([])
})

import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { apiPath } from '@/lib/contract/paths'
import { run } from './run'
import { refuse, StandIn, story } from './test-support/stand-in'

let web: StandIn

beforeEach(async () => {
  web = new StandIn()
  await web.start()
})

afterEach(() => web.stop())

function start(...args: string[]) {
  const [out, err, interruption] = [new PassThrough(), new PassThrough(), new AbortController()]
  const ended = run(['--url', web.url, ...args], {
    env: process.env,
    out,
    err,
    signal: interruption.signal,
  }).finally(() => {
    out.end()
    err.end()
  })
  const outcome = Promise.all([ended, text(out), text(err)]).then(([status, stdout, stderr]) => ({
    status,
    stdout,
    stderr,
  }))
  return { outcome, interrupt: () => interruption.abort() }
}

const submit = (...args: string[]) => start(...args).outcome

/** Resolves once the stand-in has been asked for this path. */
async function askedFor(path: string): Promise<void> {
  await expect.poll(() => web.asked.some((asked) => asked.path === path), { timeout: 5000 }).toBe(true)
}

test('prints the packet that was accepted', async () => {
  const { status, stdout, stderr } = await submit('--text', 'Hi', '--id', 'order-1')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ id: 'order-1', status: 'ROUTING' })
  expect(stdout).toMatch(/^\{\n {2}"id": "order-1",\n/)
  expect(stderr).toBe('')
  expect(web.asked).toMatchObject([
    { method: 'POST', path: '/api/packets', body: { text: 'Hi', id: 'order-1' } },
  ])
})

test('repeats a request whose answer was lost, and submits nothing twice', async () => {
  web.fault = ({ key = '', body }, response) => {
    if (web.accepted.size > 0) return false
    web.accept(key, body)
    response.destroy()
    return true
  }
  const { status, stdout } = await submit()
  expect(status).toBe(0)
  expect(web.asked).toHaveLength(2)
  expect([...web.accepted.values()]).toEqual([JSON.parse(stdout).id])
})

test('a command with the same key submits nothing twice', async () => {
  const { stdout } = await submit('--key', 'mine')
  expect(await submit('--key', 'mine')).toMatchObject({ status: 0, stdout })
  expect([...web.accepted]).toEqual([['mine', JSON.parse(stdout).id]])
})

test('waits until an outage of Temporal is over', async () => {
  web.fault = (_, response) =>
    web.asked.length < 3 && refuse(response, 'TEMPORAL_UNREACHABLE', 'Try again in a moment.')
  expect(await submit()).toMatchObject({ status: 0 })
  expect(new Set(web.asked.map(({ key }) => key)).size).toBe(1)
})

test('reports a refusal as it is and does not repeat the request', async () => {
  web.fault = (_, response) => refuse(response, 'PACKET_EXISTS', 'The id "a" is taken. Choose another.')
  const { status, stdout, stderr } = await submit('--id', 'a')
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toBe('The id "a" is taken. Choose another.\n')
  expect(web.asked).toHaveLength(1)
})

test('says how to start Waybill when nothing listens', async () => {
  await web.stop()
  const { status, stderr } = await submit()
  expect(status).toBe(1)
  expect(stderr).toBe(
    `Nothing answers at ${web.url} (connection refused); start Waybill with "npm start", or name a running one with --url.\n`,
  )
})

test.each([
  ['a page', (): [number, string] => [404, '<h1>Not here</h1>']],
  ['other JSON', (): [number, string] => [200, '{"hello":"world"}']],
])('recognizes a server that is not Waybill when it answers with %s', async (_, answer) => {
  web.fault = (_, response) => {
    const [status, body] = answer()
    response.writeHead(status).end(body)
    return true
  }
  const { status, stderr } = await submit()
  expect(status).toBe(1)
  expect(stderr).toMatch(/does not answer as Waybill does; name a running Waybill with --url\.$/m)
})

test('--wait follows the packet to its end', async () => {
  const { outcome } = start('--wait', '--id', 'order-1')
  await askedFor(apiPath('/api/events/packets/{id}', { id: 'order-1' }))
  web.tell(story.handedOver)
  web.tell(story.delivered)
  const { status, stdout, stderr } = await outcome
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteA' })
  expect(stderr.split('\n')).toEqual([
    `${web.url}/packets/order-1`,
    'Looking up a route.',
    'Handing over to RouteA.',
    'RouteA confirmed after 2.3 s.',
    '',
  ])
})

test('a packet that is not delivered ends with status 2', async () => {
  const { outcome } = start('--wait', '--id', 'order-1')
  await askedFor(apiPath('/api/events/packets/{id}', { id: 'order-1' }))
  web.tell(story.noRoute)
  const { status, stdout } = await outcome
  expect(status).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({ status: 'NO_ROUTE' })
})

test('--wait outlives a restart of the web process', async () => {
  const { outcome } = start('--wait', '--id', 'order-1')
  await askedFor(apiPath('/api/events/packets/{id}', { id: 'order-1' }))
  await web.stop()
  web.events = story.delivered
  await web.start()
  expect(await outcome).toMatchObject({ status: 0 })
})

test('an interrupted wait says that the packet goes on', async () => {
  const { outcome, interrupt } = start('--wait', '--id', 'order-1')
  await askedFor(apiPath('/api/events/packets/{id}', { id: 'order-1' }))
  interrupt()
  const { status, stdout, stderr } = await outcome
  expect({ status, stdout }).toEqual({ status: 130, stdout: '' })
  expect(stderr).toMatch(/Stopped; what was accepted goes on by itself\.\n$/)
})

test('--count submits as many separate packets, not too many at once', async () => {
  const { status, stdout, stderr } = await submit('--count', '60')
  const ids = JSON.parse(stdout).map(({ id }: { id: string }) => id)
  expect(status).toBe(0)
  expect(new Set(ids).size).toBe(60)
  expect(web.accepted.size).toBe(60)
  expect(web.mostAtOnce).toBeLessThanOrEqual(16)
  expect(stderr).toMatch(
    /^(\d+ of 60 accepted\n)*60 of 60 accepted\n60 packets in \d+\.\d s: 60 accepted\.\n$/,
  )
})

test('--count --wait sums up how they ended', async () => {
  const { outcome } = start('--count', '3', '--wait')
  await expect.poll(() => web.accepted.size).toBe(3)
  web.tell(story.noRoute)
  const { status, stdout, stderr } = await outcome
  expect(status).toBe(2)
  expect(JSON.parse(stdout)).toHaveLength(3)
  expect(stderr).toMatch(/3 packets in .* s: 3 without a route\.\n$/)
})

test('--count stops at the first failure and prints what was accepted before', async () => {
  web.fault = (_, response) =>
    web.accepted.size >= 5 && refuse(response, 'TOO_LARGE', 'The body is too large.')
  const { status, stdout, stderr } = await submit('--count', '500', '--wait')
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toHaveLength(5)
  expect(stderr).toMatch(/The body is too large\.\n$/)
  expect(web.asked.length).toBeLessThan(60)
})

test('--cancel prints the canceled packet', async () => {
  const { status, stdout } = await submit('--cancel', 'order-1', '--reason', 'a mistake')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ id: 'order-1', status: 'CANCELED' })
  expect(web.asked).toMatchObject([
    { path: apiPath('/api/packets/{id}/actions/cancel', { id: 'order-1' }), body: { reason: 'a mistake' } },
  ])
})

test('an outage during canceling is reported with where to look', async () => {
  web.fault = (_, response) =>
    refuse(response, 'STORE_UNREACHABLE', 'Send the same again with the same Idempotency-Key.')
  const { status, stderr } = await submit('--cancel', 'order-1', '--reason', 'a mistake')
  expect(status).toBe(3)
  expect(stderr).toMatch(/so the outcome is unknown; look at http:\S+\/packets\.\n$/)
})

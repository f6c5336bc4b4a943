import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { apiPath } from '@/lib/contract/paths'
import { act } from './act'
import { refuse, StandIn, story } from './test-support/stand-in'

let web: StandIn

beforeEach(async () => {
  web = new StandIn()
  await web.start()
  web.events = story.handedOver
})

afterEach(() => web.stop())

async function run(...args: string[]) {
  const [out, err] = [new PassThrough(), new PassThrough()]
  const { signal } = new AbortController()
  const ended = act([...args, '--url', web.url], { env: process.env, out, err, signal }).finally(() => {
    out.end()
    err.end()
  })
  const [status, stdout, stderr] = await Promise.all([ended, text(out), text(err)])
  return { status, stdout, stderr }
}

test('acts on the latest attempt, and prints the packet', async () => {
  const { status, stdout } = await run('order-1', 'fail-over', '--reason', 'it is urgent', '--who', 'Ada')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ id: 'order-1' })
  expect(web.asked.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['GET', apiPath('/api/packets/{id}', { id: 'order-1' }), null],
    [
      'POST',
      apiPath('/api/packets/{id}/actions/fail-over', { id: 'order-1' }),
      { reason: 'it is urgent', who: 'Ada', attempt: 1 },
    ],
  ])
  expect(web.asked[1]?.key).toMatch(/^[\da-f-]{36}$/)
})

test.each([
  [['extend', '--by', '5m', '--attempt', '2'], { attempt: 2, byMs: 300_000 }],
  [['skip', '--provider', 'RouteB', '--attempt', '0'], { attempt: 0, provider: 'RouteB' }],
  [['confirm', '--attempt', '1'], { attempt: 1 }],
])('tells what it is told: %j', async (args, body) => {
  expect(await run('order-1', ...args, '--reason', 'x')).toMatchObject({ status: 0, stderr: '' })
  expect(web.asked).toMatchObject([{ method: 'POST', body: { reason: 'x', ...body } }])
})

test("cancels with the operator's name", async () => {
  expect(await run('order-1', 'cancel', '--reason', 'x', '--who', 'Ada')).toMatchObject({ status: 0 })
  expect(web.asked).toMatchObject([
    {
      path: apiPath('/api/packets/{id}/actions/cancel', { id: 'order-1' }),
      body: { reason: 'x', who: 'Ada' },
    },
  ])
})

test.each([
  ['ACTION_NOT_APPLICABLE', 'Attempt 2 (RouteB) is the latest by now, not attempt 1.'],
  ['NO_WORKER', 'No worker is alive. Nothing was changed; try again once one runs.'],
] as const)('says what was refused: %s', async (code, detail) => {
  web.fault = ({ method }, response) => method === 'POST' && refuse(response, code, detail)
  const { status, stderr } = await run('order-1', 'fail-over', '--reason', 'x')
  expect([status, stderr]).toEqual([1, `${detail}\n`])
})

test('an unknown outcome has its own status, and the command can be repeated as it is told', async () => {
  const detail = 'No worker has answered within 2 s. It may still take effect.'
  web.fault = ({ method }, response) => method === 'POST' && refuse(response, 'OUTCOME_UNKNOWN', detail)
  const { status, stderr } = await run('order-1', 'fail-over', '--reason', 'x')
  const [, first] = web.asked
  const again = `--attempt 1 --key ${first?.key}`
  expect([status, stderr]).toEqual([
    3,
    `${detail}\nTo repeat it safely, give the same command ${again}: it takes effect only once.\n`,
  ])
  web.fault = () => false
  expect(await run('order-1', 'fail-over', '--reason', 'x', ...again.split(' '))).toMatchObject({ status: 0 })
  expect(web.asked.at(-1)).toEqual(first)
})

test('a lost answer is an unknown outcome, but a packet that cannot be read is not', async () => {
  web.fault = ({ method }, response) => method === 'POST' && response.destroy() !== undefined
  expect(await run('order-1', 'fail-over', '--reason', 'x')).toMatchObject({
    status: 3,
    stderr: expect.stringMatching(/so the outcome is unknown; .*\nTo repeat it safely, /),
  })
  web.fault = (_, response) => response.destroy() !== undefined
  const { status, stderr } = await run('order-1', 'fail-over', '--reason', 'x')
  expect([status, stderr]).toEqual([1, expect.stringContaining('try again in a moment')])
})

test.each([
  [['order-1'], /^Name a packet and an action: npm run act -- ID fail-over\|/],
  [['order-1', 'vanish'], /^Name a packet and an action/],
  [['order 1', 'confirm'], /^"order 1" is not a valid packet id/],
  [['order-1', 'confirm', '--reason', 'x', '--attempt', '1', '--key', 'a b'], /^--key: Use 1 to 255/],
  [['order-1', 'cancel', '--reason', 'x', '--key', 'a'], /^Canceling may be repeated as it is/],
  [['order-1', 'fail-over'], /^--reason: Say why\.$/],
  [['order-1', 'extend', '--reason', 'x', '--attempt', '1'], /--by, such as --by 5m/],
  [['order-1', 'extend', '--reason', 'x', '--by', '5'], /^--by must be a time with its unit/],
  [['order-1', 'skip', '--reason', 'x', '--attempt', '1'], /^--provider/],
  [['order-1', 'confirm', '--reason', 'x', '--attempt', '1', '--provider', 'A'], /provider/],
])('refuses %j', async (args, message) => {
  const { status, stderr } = await run(...args)
  expect(status).toBe(1)
  expect(stderr.trim()).toMatch(message)
  expect(web.asked.filter(({ method }) => method === 'POST')).toEqual([])
})

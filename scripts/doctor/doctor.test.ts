import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HealthReport } from '@/lib/contract/health-report'
import { apiPath } from '@/lib/contract/paths'
import type { SelfTest } from '@/lib/contract/self-test'
import { freePorts } from '../stack/addresses'
import { run } from './run'

const at = '2026-01-01T12:00:00.000Z'

const selfTest: SelfTest = {
  id: 'run-1',
  trigger: 'demand',
  state: 'passed',
  startedAt: at,
  endedAt: at,
  ms: 43,
  sentence: 'Web, Temporal, worker and network work, in 43 ms.',
  greeting: '¡Hola, Waybill!',
  failedTries: 0,
  lastError: null,
  nextTryAt: null,
  steps: [
    { name: 'temporal', state: 'passed', ms: 3, detail: null },
    { name: 'worker', state: 'passed', ms: 10, detail: 'Taken by 7@worker.' },
    { name: 'network', state: 'passed', ms: 20, detail: 'greetings.example answered.' },
    { name: 'back', state: 'passed', ms: 10, detail: 'The web process has it.' },
  ],
}

const report: HealthReport = {
  at,
  web: { name: '3@web', build: 'b1', startedAt: at },
  temporal: {
    is: 'up',
    address: '127.0.0.1:7233',
    namespace: 'default',
    version: '1.32.0',
    storage: 'sqlite',
    latencyMs: 2,
  },
  store: { is: 'up', address: '127.0.0.1:5433/waybill', version: '18.4', latencyMs: 1 },
  workers: { is: 'known', items: [] },
  queues: { is: 'unknown', why: 'This comes from Temporal, which does not answer.' },
  intake: { is: 'known', items: [{ name: '3@web', upSince: at, heardAt: at }] },
  streams: { viewers: 0, most: 1000, packets: 0, lists: 0 },
  clocks: [{ is: 'known', of: 'PostgreSQL', aheadMs: 12, withinMs: 1, at }],
  findings: [],
}

/** What the web process answers, by method and path. */
let answers: Record<string, unknown>
let web: Server
let url: string

beforeEach(async () => {
  answers = {
    [`POST ${apiPath('/api/self-tests')}`]: { ...selfTest, state: 'running' },
    [`GET ${apiPath('/api/self-tests')}`]: { items: [selfTest], schedule: { is: 'missing' }, stale: null },
    [`GET ${apiPath('/api/health')}`]: report,
  }
  web = createServer(({ method, url: path }, response) => {
    const answer = answers[`${method} ${path}`]
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer ?? { hello: 'world' }))
  })
  await new Promise<void>((ready) => web.listen(0, '127.0.0.1', ready))
  url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
})

afterEach(() => new Promise((done) => web.close(done)))

async function doctor(args: string[], env: NodeJS.ProcessEnv = process.env) {
  const [out, err] = [new PassThrough(), new PassThrough()]
  const ended = run(args, { env, out, err, signal: new AbortController().signal }).finally(() => {
    out.end()
    err.end()
  })
  const [status, stdout, stderr] = await Promise.all([ended, text(out), text(err)])
  return { status, stdout, stderr }
}

test('runs a self-test, prints how every part is, and ends with 0', async () => {
  const { status, stdout, stderr } = await doctor(['--url', `${url}/`])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  for (const line of [
    `Waybill at ${url}`,
    '  Worker → greeting service  passed in 20 ms. greetings.example answered.',
    '  passed                     Web, Temporal, worker and network work, in 43 ms.',
    '  up  127.0.0.1:7233, namespace default, version 1.32.0 on sqlite, answers in 2 ms',
    '  none  has been heard from',
    '  not known  This comes from Temporal, which does not answer.',
    `  3@web  takes receipts since ${at}`,
    `  PostgreSQL  12 ms ahead (±1 ms, measured ${at})`,
    'Everything is fine.',
  ])
    expect(stdout.split('\n')).toContain(line)
})

test('findings come last, each with what to do, and a wrong one makes the status 1', async () => {
  const wrong = {
    severity: 'wrong',
    what: 'No worker is alive.',
    advice: 'Start one.',
    page: '/health',
  } as const
  const look = {
    severity: 'notice',
    what: 'All sending is paused.',
    advice: 'Resume it.',
    page: '/providers',
  } as const
  answers[`GET ${apiPath('/api/health')}`] = { ...report, findings: [wrong, look] }
  const { status, stdout } = await doctor(['--url', url])
  expect(status).toBe(1)
  expect(
    stdout.endsWith(
      'WRONG  No worker is alive.\n       Start one.\nLOOK   All sending is paused.\n       Resume it.\n',
    ),
  ).toBe(true)
})

test('a notice alone leaves the status 0', async () => {
  const look = {
    severity: 'notice',
    what: 'All sending is paused.',
    advice: 'Resume it.',
    page: '/providers',
  } as const
  answers[`GET ${apiPath('/api/health')}`] = { ...report, findings: [look] }
  expect((await doctor(['--url', url])).status).toBe(0)
})

test('a self-test that fails makes the status 1', async () => {
  const failed = { ...selfTest, state: 'failed', sentence: 'Temporal gave no answer.' }
  answers[`POST ${apiPath('/api/self-tests')}`] = failed
  const { status, stdout } = await doctor(['--url', url])
  expect(status).toBe(1)
  expect(stdout).toMatch(/failed +Temporal gave no answer\./)
})

test('a server that is not Waybill is recognized', async () => {
  answers = {}
  const { status, stderr } = await doctor(['--url', url])
  expect(status).toBe(1)
  expect(stderr).toContain('does not answer as Waybill does')
})

test('refuses an unknown option, and the help lists the known ones', async () => {
  expect((await doctor(['--verbose'])).stderr).toContain("Unknown option '--verbose'")
  expect((await doctor(['--help'])).stdout).toContain('--url')
})

test('without a running Waybill it reports ports, Temporal and the database, and creates nothing', async () => {
  const [port = 0, temporal = 0, ui = 0, carrier = 0, postgres = 0] = await freePorts(5)
  const dataDir = join(tmpdir(), `no-waybill-${port}`)
  const { status, stdout } = await doctor([], {
    ...process.env,
    PORT: String(port),
    TEMPORAL_PORT: String(temporal),
    TEMPORAL_UI_PORT: String(ui),
    CARRIER_PORT: String(carrier),
    POSTGRES_PORT: String(postgres),
    DATA_DIR: dataDir,
  })
  expect(status).toBe(1)
  expect(stdout).toContain('It does not answer: connection refused.')
  expect(stdout).toContain('WRONG  No web process runs. Start everything: npm start')
  expect(stdout).toMatch(/WRONG {2}Temporal at 127\.0\.0\.1:\d+ cannot be reached: nothing listens there/)
  expect(stdout).toContain('WRONG  npm start makes the store and starts its server.')
  expect(existsSync(dataDir)).toBe(false)
})

test('a database that does not answer is reported without its password', async () => {
  const [port = 0, ...others] = await freePorts(5)
  const [temporal, ui, carrier, postgres] = others.map(String)
  const { stdout } = await doctor([], {
    ...process.env,
    PORT: String(port),
    ...{ TEMPORAL_PORT: temporal, TEMPORAL_UI_PORT: ui, CARRIER_PORT: carrier },
    DATABASE_URL: `postgres://waybill:its-password@127.0.0.1:${postgres}/waybill`,
  })
  expect(stdout).toMatch(/PostgreSQL, 127\.0\.0\.1:\d+ +gives no answer/)
  expect(stdout).toContain('start the server, or correct DATABASE_URL.')
  expect(stdout).not.toContain('its-password')
})

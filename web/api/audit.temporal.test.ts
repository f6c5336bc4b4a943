import { sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import type { AuditEntry, AuditPage } from '@/lib/contract/audit'
import { type AuditAction, auditActions, commandLineAgent } from '@/lib/contract/audit-terms'
import { apiPath } from '@/lib/contract/paths'
import { providerNames } from '@/lib/server/test-support/environment'
import { apiUnderTest } from './test-support/api-under-test'
import { batchWhen, uploaded } from './test-support/batches'
import { begun, bulkWhen, changeBulk } from './test-support/bulk-actions'
import { callApi, postJson } from './test-support/call-api'
import { eventually } from './test-support/eventually'
import { packetWhen, someone, submit } from './test-support/packets'
import { listProviders } from './test-support/providers'
import { refusal } from './test-support/refusal'
import { untilReady } from './test-support/until-ready'

const api = apiUnderTest()

beforeAll(() => untilReady())

const because = { reason: 'They asked for it', who: 'Ada' }

async function list(query: Record<string, string> = {}): Promise<AuditPage> {
  const response = await callApi(`${apiPath('/api/audit')}?${new URLSearchParams(query)}`)
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

/** The newest entry that matches. */
async function newest(query: Record<string, string>): Promise<AuditEntry> {
  const [entry] = (await list(query)).items
  if (entry === undefined) throw new Error(`Nothing of this was recorded: ${JSON.stringify(query)}`)
  return entry
}

const onPacket = (id: string, action: string) => `${apiPath('/api/packets/{id}', { id })}/actions/${action}`
const onBatch = (id: string, action: string) => `${apiPath('/api/batches/{id}', { id })}/actions/${action}`
const onQueue = (key: string, action: string) => `${apiPath('/api/queues/{key}', { key })}/actions/${action}`

async function scheduledPacket(): Promise<string> {
  return (await submit({ deliverAt: 'tomorrow' })).id
}

async function endedPacket(): Promise<string> {
  const id = await scheduledPacket()
  await postJson(onPacket(id, 'cancel'), because)
  return id
}

/** A packet that has been handed over and waits for its receipt. */
async function packetUnderWay(): Promise<string> {
  const { id } = await submit()
  await packetWhen(id, ({ attempts }) => attempts[0]?.handOver.state === 'ACCEPTED')
  return id
}

const eachDay = {
  name: 'Each day',
  submission: { ...someone, text: 'Hello' },
  timing: { everyMs: 86_400_000 },
}
const hook = { url: 'http://127.0.0.1:9/hooks/secret-part?key=also-secret' }

const made = async (path: string, body: object) => (await postJson(path, { ...body, ...because })).json()
const recurrence = async (): Promise<string> => (await made(apiPath('/api/recurrences'), eachDay)).id
const receiver = async (): Promise<string> => (await made(apiPath('/api/receivers'), hook)).receiver.id
const view = async (name: string): Promise<string> =>
  (await made(apiPath('/api/views'), { name, filter: {} })).id

async function endedBatch(): Promise<string> {
  const { id } = await uploaded('destination,text\n+016661,Hello', { query: { ...because, source: '+01' } })
  await postJson(onBatch(id, 'stop'), because)
  await batchWhen(id, ({ endedAt }) => endedAt !== null)
  return id
}

/** A bulk action that runs for some seconds. */
async function runningBulk(): Promise<string> {
  const ids = [await scheduledPacket(), await scheduledPacket(), await scheduledPacket()]
  return (await begun({ ids, count: 3, perSecond: 1, ...because })).id
}

async function sentAgain(): Promise<string> {
  const ids = [await endedPacket()]
  const { id } = await begun({ action: 'send-again', ids, count: 1, ...because })
  await bulkWhen(id, ({ endedAt }) => endedAt !== null)
  return id
}

function uploadAudited(): Promise<Response> {
  const query = new URLSearchParams({ id: 'audited', name: 'Names', source: '+01', ...because })
  const init = { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'destination,text\n+02,Hi' }
  return callApi(`${apiPath('/api/batches')}?${query}`, init)
}

const order = [...providerNames].reverse()
const noNotification = '00000000-0000-4000-8000-000000000000'

interface Case {
  /** The subject of the action; null where there is only one, and where something is created. */
  subject: string | null
  call: () => Promise<Response>
  /** 200 by default. */
  status?: number
  /** Takes the id of the created thing from the answer. */
  makes?: (body: { id: string; receiver: { id: string } }) => string
}

function on(subject: string, path: string, body: object = {}, more: Partial<Case> = {}): Case {
  return { subject, call: () => postJson(path, { ...body, ...because }), ...more }
}

function all(path: string, body: object = {}, more: Partial<Case> = {}): Case {
  return { ...on('', path, body, more), subject: null }
}

async function packetCase(
  packet: () => Promise<string>,
  action: string,
  body: object = {},
  more: Partial<Case> = {},
): Promise<Case> {
  const id = await packet()
  return on(id, onPacket(id, action), body, more)
}

async function recurrenceCase(action: string, body: object = {}): Promise<Case> {
  const id = await recurrence()
  return on(id, `${apiPath('/api/recurrences')}/${id}/actions/${action}`, body)
}

async function receiverCase(action: string): Promise<Case> {
  const id = await receiver()
  return on(id, `${apiPath('/api/receivers')}/${id}/actions/${action}`)
}

async function viewCase(action: string, body: object = {}): Promise<Case> {
  const id = await view(`To ${action}`)
  return on(id, `${apiPath('/api/views')}/${id}/actions/${action}`, body)
}

const bulkCase = (id: string, action: string, more: Partial<Case> = {}): Case => ({
  subject: id,
  call: () => changeBulk(id, action, because),
  ...more,
})

const ofProvider = (action: string, body: object = {}) =>
  on('RouteB', `${apiPath('/api/providers')}/RouteB/actions/${action}`, body)
const ofProviders = (action: string, body: object = {}) =>
  all(`${apiPath('/api/providers')}/actions/${action}`, body)

const itsId = { makes: ({ id }: { id: string }) => id }
const wish = { attempt: 0, provider: 'RouteB' }

/** Each case is carried out once, in this order. */
const cases: Record<AuditAction, () => Promise<Case> | Case> = {
  'packet.cancel': () => packetCase(scheduledPacket, 'cancel'),
  'packet.fail-over': () => packetCase(packetUnderWay, 'fail-over', { attempt: 1 }),
  'packet.extend': () => packetCase(packetUnderWay, 'extend', { attempt: 1, byMs: 5_000 }),
  'packet.skip': () => packetCase(scheduledPacket, 'skip', wish),
  'packet.prefer': () => packetCase(scheduledPacket, 'prefer', wish),
  'packet.confirm': () => packetCase(packetUnderWay, 'confirm', { attempt: 1 }),
  'packet.refuse': () => packetCase(packetUnderWay, 'refuse', { attempt: 1 }),
  'packet.reschedule': () => packetCase(scheduledPacket, 'reschedule', { deliverAt: 'in 2 days' }),
  'packet.send-now': () => packetCase(scheduledPacket, 'send-now'),
  'packet.send-again': () => packetCase(endedPacket, 'send-again', {}, { status: 202, ...itsId }),
  'packet.erase': () => packetCase(endedPacket, 'erase'),
  'batch.upload': () => ({ subject: null, call: uploadAudited, status: 202, ...itsId }),
  'batch.pause': () => on('audited', onBatch('audited', 'pause')),
  'batch.resume': () => on('audited', onBatch('audited', 'resume')),
  'batch.stop': () => on('audited', onBatch('audited', 'stop')),
  'batch.repeat': async () => {
    const id = await endedBatch()
    return on(id, onBatch(id, 'repeat'), {}, { status: 202, ...itsId })
  },
  'bulk-action.begin': async () => {
    const asked = { action: 'cancel', ids: [await scheduledPacket()], count: 1 }
    return all(apiPath('/api/bulk-actions'), asked, { status: 202, ...itsId })
  },
  'bulk-action.pause': async () => bulkCase(await runningBulk(), 'pause'),
  'bulk-action.resume': async () => {
    const id = await runningBulk()
    await changeBulk(id, 'pause', because)
    return bulkCase(id, 'resume')
  },
  'bulk-action.stop': async () => bulkCase(await runningBulk(), 'stop'),
  'bulk-action.retry': async () => bulkCase(await runningBulk(), 'retry', { status: 409 }),
  'bulk-action.undo': async () => bulkCase(await sentAgain(), 'undo', { status: 202, ...itsId }),
  'queue.hold': () => on('key', onQueue('key', 'hold')),
  'queue.release': () => on('key', onQueue('key', 'release')),
  'queue.drop': () => on('key', onQueue('key', 'drop')),
  'view.create': () => all(apiPath('/api/views'), { name: 'Mine', filter: {} }, { status: 201, ...itsId }),
  'view.save': () => viewCase('save', { name: 'Renamed' }),
  'view.delete': () => viewCase('delete'),
  'recurrence.create': () => all(apiPath('/api/recurrences'), eachDay, { status: 201, ...itsId }),
  'recurrence.edit': () => recurrenceCase('edit', { ...eachDay, name: 'Every day' }),
  'recurrence.pause': () => recurrenceCase('pause'),
  'recurrence.resume': () => recurrenceCase('resume'),
  'recurrence.run': () => recurrenceCase('run'),
  'recurrence.delete': () => recurrenceCase('delete'),
  'provider.drain': () => ofProvider('drain'),
  'provider.resume': () => ofProvider('resume'),
  'provider.set-timeout': () => ofProvider('set-timeout', { receiptTimeoutMs: 5_000 }),
  'provider.probe': () => ofProvider('probe'),
  'providers.pause': () => ofProviders('pause'),
  'providers.resume': () => ofProviders('resume', { overMs: 0 }),
  'providers.reorder': () => ofProviders('reorder', { order }),
  'providers.set-routing': () => ofProviders('set-routing', { routing: 'order' }),
  'receiver.create': () =>
    all(apiPath('/api/receivers'), hook, { status: 201, makes: (body) => body.receiver.id }),
  'receiver.enable': () => receiverCase('enable'),
  'receiver.disable': () => receiverCase('disable'),
  'receiver.delete': () => receiverCase('delete'),
  'notification.send-again': () =>
    on(
      noNotification,
      apiPath('/api/notifications/{id}/actions/send-again', { id: noNotification }),
      {},
      { status: 404 },
    ),
  'self-test.run': () => all(apiPath('/api/self-tests'), {}, { status: 202 }),
}

test.each(auditActions)('%s is recorded: who, why, from where, with what result', async (action) => {
  const { subject, call, status = 200, makes = () => null } = await cases[action]()
  const response = await call()
  expect(response.status).toBe(status)
  const entry = await newest({ action })
  const [kind] = action.split('.')
  expect(entry).toMatchObject({ action, kind, subject, ...because, via: 'api', address: expect.any(String) })
  expect(entry.made).toBe(makes(await response.json()))
  const refused = { result: 'REFUSED', code: expect.any(String), detail: expect.any(String) }
  expect(entry).toMatchObject(status >= 400 ? refused : { result: 'DONE', code: null, detail: null })
})

test('an entry is also found by the id of what the action made', async () => {
  const first = await endedPacket()
  const { id } = await (await postJson(onPacket(first, 'send-again'), because)).json()
  expect(await newest({ subject: id })).toMatchObject({
    action: 'packet.send-again',
    subject: first,
    made: id,
  })
})

test('an unknown name is recorded, shortened and made printable', async () => {
  const name = `Route\0${'x'.repeat(5_000)}`
  const answer = await postJson(apiPath('/api/providers/{name}/actions/drain', { name }), because)
  expect(await refusal(answer)).toEqual([404, 'PROVIDER_NOT_FOUND'])
  const { subject } = await newest({ action: 'provider.drain', result: 'REFUSED' })
  expect(subject).toMatch(/^Routex+…$/)
})

test('an entry has the parameters of the action, but no secrets and no contents', async () => {
  expect((await newest({ action: 'provider.set-timeout' })).parameters).toEqual({ receiptTimeoutMs: 5_000 })
  expect((await newest({ action: 'providers.reorder' })).parameters).toEqual({ order })
  expect((await newest({ action: 'packet.extend' })).parameters).toEqual({ attempt: 1, byMs: 5_000 })
  expect((await newest({ action: 'batch.upload', subject: 'audited' })).parameters).toEqual({
    id: 'audited',
    name: 'Names',
  })
  const everything = JSON.stringify((await list({ limit: '200' })).items)
  expect(everything).not.toMatch(/secret|Hello|\+0166/)
})

test('an entry about a view has its name, and which parts of it were changed', async () => {
  const id = await view('Mine too')
  const filter = { destination: '+0166' }
  await postJson(`${apiPath('/api/views')}/${id}/actions/save`, { name: 'Ours', filter, ...because })
  await postJson(`${apiPath('/api/views')}/${id}/actions/delete`, because)
  const { items } = await list({ kind: 'view', subject: id })
  expect(items.map(({ action, subjectName, parameters }) => [action, subjectName, parameters])).toEqual([
    ['view.delete', 'Ours', null],
    ['view.save', 'Mine too', { name: 'Ours', filter: true }],
    ['view.create', 'Mine too', { name: 'Mine too' }],
  ])
  expect((await newest({ subject: 'Ours' })).action).toBe('view.delete')
})

test('a refusal is recorded with its code and sentence', async () => {
  const id = await endedPacket()
  expect(await refusal(await postJson(apiPath('/api/packets/{id}/actions/cancel', { id }), because))).toEqual(
    [409, 'PACKET_ENDED'],
  )
  expect(await newest({ subject: id })).toMatchObject({
    action: 'packet.cancel',
    result: 'REFUSED',
    code: 'PACKET_ENDED',
    detail: expect.stringContaining('It has ended as CANCELED'),
  })
  expect(
    await refusal(await postJson(apiPath('/api/packets/{id}/actions/cancel', { id: 'none' }), because)),
  ).toEqual([404, 'PACKET_NOT_FOUND'])
  expect(await newest({ subject: 'none' })).toMatchObject({ result: 'REFUSED', code: 'PACKET_NOT_FOUND' })
})

test('the origin of an action is taken from the connection and the request', async () => {
  const from = async (headers: Record<string, string>) => {
    const id = await scheduledPacket()
    await postJson(apiPath('/api/packets/{id}/actions/send-now', { id }), {}, headers)
    const { via, address, forwardedFor, who } = await newest({ subject: id })
    expect(await newest({ via })).toMatchObject({ subject: id })
    return { via, address: address !== null, forwardedFor, who }
  }
  const plain = { address: true, forwardedFor: null, who: null }
  expect(await from({ 'sec-fetch-site': 'same-origin' })).toEqual({ via: 'page', ...plain })
  expect(await from({ 'user-agent': commandLineAgent })).toEqual({ via: 'command-line', ...plain })
  expect(await from({ 'x-forwarded-for': '192.0.2.7, 10.0.0.1' })).toEqual({
    ...plain,
    via: 'api',
    forwardedFor: '192.0.2.7, 10.0.0.1',
  })
})

test('an action that needs no reason needs no body', async () => {
  const id = await scheduledPacket()
  expect(
    (await callApi(apiPath('/api/packets/{id}/actions/send-now', { id }), { method: 'POST' })).status,
  ).toBe(200)
  expect(await newest({ subject: id })).toMatchObject({ who: null, reason: null, result: 'DONE' })
})

/** Locks the table for everyone else while `act` runs. */
function whileLocked<T>(table: string, act: () => Promise<T>): Promise<T> {
  return api.store.db.transaction(async (tx) => {
    await tx.execute(sql.raw(`lock table ${table} in access exclusive mode`))
    return act()
  })
}

test('the entry is written before the action, with an unknown outcome until the action is done', async () => {
  const ask = () => list({ subject: 'waiting' })
  const { before, asked } = await whileLocked('queue_holds', async () => ({
    // Wrapped in an array, so that the promise is not awaited here.
    asked: [postJson(apiPath('/api/queues/{key}/actions/hold', { key: 'waiting' }), because)],
    before: await eventually(ask, ({ items }) => items.length > 0),
  }))
  expect(before.items).toMatchObject([{ result: 'UNKNOWN', endedAt: null, ...because }])
  expect((await asked[0])?.status).toBe(200)
  expect((await ask()).items).toMatchObject([{ result: 'DONE', endedAt: expect.any(String) }])
})

test('nothing is done that cannot be recorded', async () => {
  const answer = await whileLocked('audit', () =>
    postJson(apiPath('/api/providers/{name}/actions/drain', { name: 'RouteA' }), because),
  )
  expect(await refusal(answer)).toEqual([503, 'STORE_UNREACHABLE'])
  const routeA = (await listProviders()).items.find(({ name }) => name === 'RouteA')
  expect(routeA?.state.drained).toBeNull()
  expect((await list({ subject: 'RouteA' })).items).toEqual([])
})

test('an action that takes effect later is recorded as LATER', async () => {
  const { id } = await submit()
  await api.carrier.handOver(id)
  await packetWhen(id, ({ status }) => status === 'TRANSMITTING')
  await api.stopWorker()
  expect((await postJson(apiPath('/api/packets/{id}/actions/cancel', { id }), because)).status).toBe(202)
  await api.startWorker()
  expect(await newest({ subject: id })).toMatchObject({ action: 'packet.cancel', result: 'LATER' })
})

test('pages follow each other, and a cursor is valid only for its filters', async () => {
  const everything = (await list({ limit: '200' })).items.map(({ id }) => id)
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: AuditPage = await list({ limit: '7', ...(cursor && { cursor }) })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(seen).toEqual(everything)
  const { nextCursor } = await list({ limit: '1' })
  const other = `${apiPath('/api/audit')}?${new URLSearchParams({ result: 'DONE', cursor: nextCursor ?? '' })}`
  expect(await refusal(await callApi(other))).toEqual([400, 'BAD_CURSOR'])
})

test('the audit is exported as CSV that is safe to open, and as NDJSON', async () => {
  const who = '=cmd()'
  const id = await scheduledPacket()
  await postJson(apiPath('/api/packets/{id}/actions/send-now', { id }), { who })
  await postJson(onPacket(id, 'cancel'), { ...because, who }, { 'user-agent': commandLineAgent })
  const query = `?${new URLSearchParams({ who, via: 'api' })}`
  const csv = await callApi(`${apiPath('/api/audit.csv')}${query}`)
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"')
  const [head, row, end] = (await csv.text()).split('\r\n')
  expect(head).toContain('id,at,who,action,subject')
  expect(row).toContain(`,'${who},packet.send-now,${id},`)
  expect(end).toBe('')
  const lines = (await (await callApi(`${apiPath('/api/audit.ndjson')}${query}`)).text())
    .trimEnd()
    .split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual((await list({ who, via: 'api' })).items)
})

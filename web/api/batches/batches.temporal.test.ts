import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { and, eq, gt } from 'drizzle-orm'
import pLimit from 'p-limit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Batch } from '@/lib/contract/batch'
import { apiPath } from '@/lib/contract/paths'
import { packets } from '@/lib/store/schema'
import { apiUnderTest } from '../test-support/api-under-test'
import { batchWhen, getBatch, rows, upload, uploaded } from '../test-support/batches'
import { callApi, postJson } from '../test-support/call-api'
import type { HandOver } from '../test-support/carrier'
import { getPacket, listPackets } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest()

/** A time-out that is long enough for a busy machine. */
const query = { source: '+017771110000', receiptTimeoutMs: '600000' }

/** Whether the carrier confirms a hand-over, by its destination. */
let confirms: (destination: string) => boolean

beforeEach(() => {
  confirms = () => true
  api.carrier.afterEach((handOver) => {
    if (confirms(handOver.destination)) void confirm(handOver)
  })
})

/** Retries until the receipt is accepted, as a carrier has to. */
async function confirm(handOver: HandOver): Promise<void> {
  const webhookId = randomUUID()
  for (let tries = 0; tries < mostTries; tries++) {
    const answer = await api.confirm(handOver, { webhookId }).catch(() => null)
    if (answer?.ok) return
    await pause(250)
  }
}

const mostTries = 20

afterEach(() => api.carrier.afterEach(() => undefined))

function act(
  id: string,
  action: 'pause' | 'resume' | 'stop' | 'repeat',
  body: object = {},
): Promise<Response> {
  return postJson(apiPath(`/api/batches/{id}/actions/${action}`, { id }), body)
}

const isOver = ({ state }: Batch) => state === 'COMPLETED' || state === 'STOPPED'

describe('a batch', { timeout: 240_000 }, () => {
  test('is stored, sent and over when all its packets have ended', async () => {
    const response = await upload(`destination,text\n${rows(120)}\n`, { query: { ...query, name: 'a.csv' } })
    const batch: Batch = await response.json()
    expect(response.status).toBe(202)
    expect(response.headers.get('location')).toBe(apiPath('/api/batches/{id}', { id: batch.id }))
    expect(batch).toMatchObject({ state: 'RUNNING', name: 'a.csv', rows: 120, badRowCount: 0 })
    const over = await batchWhen(batch.id, isOver)
    expect(over).toMatchObject({ state: 'COMPLETED', rows: 120, counts: { DELIVERED: 120, QUEUED: 0 } })
    const { items, total } = await listPackets({ batch: batch.id, limit: '5' })
    expect(total).toBe(120)
    expect(items[0]?.batch?.id).toBe(batch.id)
    expect(await getPacket(`${batch.id}-2`)).toMatchObject({
      source: query.source,
      destination: '+016661',
      batch: { id: batch.id, line: 2 },
    })
    // A hand-over without a timely answer is repeated under the same id.
    const handOvers = api.carrier.handOvers.filter(({ packetId }) => packetId.startsWith(batch.id))
    expect(new Set(handOvers.map(({ packetId }) => packetId)).size).toBe(120)
  })

  test('keeps its final counts when some of its packets are deleted', async () => {
    const { id } = await uploaded(`destination,text\n${rows(20)}\n`, { query })
    await batchWhen(id, isOver)
    await api.store.db.delete(packets).where(and(eq(packets.batchId, id), gt(packets.batchLine, 6)))
    expect(await getBatch(id)).toMatchObject({ rows: 20, counts: { DELIVERED: 20 } })
  })

  test('lists rows that are no packets, and sends the others', async () => {
    const csv = 'destination,text,id\n+1,a,\n,b,\n+3,c,same-id-1\n+4,d,same-id-1\n+5\n+6,f,'
    const { id } = await uploaded(csv, { query })
    const over = await batchWhen(id, isOver)
    expect(over).toMatchObject({ rows: 3, badRowCount: 3, counts: { DELIVERED: 3 } })
    const faults = await (await callApi(apiPath('/api/batches/{id}/faults', { id }))).json()
    expect(faults.items).toMatchObject([
      { line: 3, field: 'destination', code: 'INVALID_FIELD' },
      { line: 5, field: 'id', code: 'PACKET_EXISTS' },
      { line: 6, field: null, code: 'COLUMN_COUNT' },
    ])
    const first = await (await callApi(`${apiPath('/api/batches/{id}/faults', { id })}?limit=2`)).json()
    const rest = await (
      await callApi(`${apiPath('/api/batches/{id}/faults', { id })}?limit=2&cursor=${first.nextCursor}`)
    ).json()
    expect([...first.items, ...rest.items]).toEqual(faults.items)
    const download = await callApi(apiPath('/api/batches/{id}/faults.csv', { id }))
    expect(await download.text()).toContain('5,id,PACKET_EXISTS')
    expect(download.headers.get('content-disposition')).toBe(`attachment; filename="${id}-faults.csv"`)
  })

  test('with badRows=refuse sends nothing if one row is at fault; the corrected file goes under the same id', async () => {
    const options = { query: { ...query, badRows: 'refuse', id: 'all-or-none' } }
    const refused = await uploaded(`destination,text\n${rows(30)}\n,x`, options)
    expect(refused).toMatchObject({ state: 'REFUSED', rows: 0, badRowCount: 1 })
    expect((await listPackets({ batch: 'all-or-none' })).total).toBe(0)
    const { id } = await uploaded(`destination,text\n${rows(30)}\n+7,x`, options)
    expect(await batchWhen(id, isOver)).toMatchObject({ rows: 31, badRowCount: 0, counts: { DELIVERED: 31 } })
  })

  test('takes the same file under the same id once, and refuses another one', async () => {
    const options = { query: { ...query, id: 'once' } }
    const csv = `destination,text\n${rows(600)}`
    await uploaded(csv, options)
    const again = await upload(csv, options)
    expect(again.status).toBe(200)
    await batchWhen('once', isOver)
    expect((await upload(csv, options)).status).toBe(200)
    const handedOver = new Set(api.carrier.handOvers.map(({ packetId }) => packetId))
    expect([...handedOver].filter((id) => id.startsWith('once-'))).toHaveLength(600)
    expect(await refusal(await upload(csv.replace('Hello 7', 'Hi 7'), options))).toEqual([
      409,
      'BATCH_EXISTS',
    ])
    const others = { query: { ...options.query, maxAttempts: '2' } }
    expect(await refusal(await upload(csv, others))).toEqual([409, 'BATCH_EXISTS'])
    expect(await getBatch('once')).toMatchObject({ state: 'COMPLETED', rows: 600 })
  })

  test('goes on where an upload broke off', async () => {
    const options = { query: { ...query, id: 'broken-off' } }
    const begun = `destination,text\n${rows(700)}\n`
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from(begun))
      },
      async pull(controller) {
        await batchWhen('broken-off', (batch) => batch.rows >= 500)
        controller.error(new Error('the sender is gone'))
      },
    })
    await expect(upload(body, options)).rejects.toThrow()
    const broken = await batchWhen('broken-off', ({ trouble }) => trouble !== null)
    expect(broken).toMatchObject({ state: 'UPLOADING', trouble: 'The body broke off.' })
    expect(api.carrier.handOvers.some(({ packetId }) => packetId.startsWith('broken-off-'))).toBe(false)
    const whole = await uploaded(`${begun}${rows(100, 701)}`, options)
    expect(whole).toMatchObject({ state: 'RUNNING', rows: 800, trouble: null })
    expect(await batchWhen('broken-off', isOver)).toMatchObject({ counts: { DELIVERED: 800 } })
  })

  test('stops at a line that cannot be read; the corrected file goes on', async () => {
    const options = { query: { ...query, id: 'unreadable' } }
    const response = await upload(`destination,text\n${rows(600)}\n+7,"x`, options)
    expect((await response.json()).detail).toContain('Line 602: a quote is opened')
    expect(await getBatch('unreadable')).toMatchObject({ state: 'UPLOADING', rows: 600 })
    await uploaded(`destination,text\n${rows(600)}\n+7,x`, options)
    expect(await batchWhen('unreadable', isOver)).toMatchObject({ counts: { DELIVERED: 601 } })
  })

  test('pauses, goes on and stops', async () => {
    confirms = () => false
    const { id } = await uploaded(`destination,text\n${rows(2_000)}`, { query })
    await batchWhen(id, ({ counts }) => counts.TRANSMITTING > 0)
    expect(await (await act(id, 'pause')).json()).toMatchObject({ state: 'PAUSED' })
    expect(await refusal(await act(id, 'pause'))).toEqual([409, 'BATCH_STATE'])
    const { counts } = await getBatch(id)
    expect(counts.QUEUED).toBeGreaterThan(0)
    await batchWhen(id, (paused) => paused.counts.ROUTING === 0)
    expect((await getBatch(id)).counts.QUEUED).toBe(counts.QUEUED)
    expect(await (await act(id, 'resume')).json()).toMatchObject({ state: 'RUNNING' })
    await batchWhen(id, (resumed) => resumed.counts.QUEUED < counts.QUEUED)
    expect(await refusal(await act(id, 'stop', { reason: ' ' }))).toEqual([400, 'INVALID_REQUEST'])
    expect(await (await act(id, 'stop', { reason: 'wrong file' })).json()).toMatchObject({
      state: 'STOPPING',
    })
    await batchWhen(id, (stopping) => stopping.counts.QUEUED === 0)
    confirms = () => true
    const begun = api.carrier.handOvers.filter(({ packetId }) => packetId.startsWith(id))
    expect(begun.length).toBeLessThan(2_000)
    await pLimit(20).map(begun, confirm)
    const stopped = await batchWhen(id, ({ state }) => state === 'STOPPED')
    expect(stopped.counts.DELIVERED + stopped.counts.CANCELED).toBe(2_000)
    expect(stopped.counts.CANCELED).toBeGreaterThan(0)
    const { items } = await listPackets({ batch: id, status: 'CANCELED', limit: '1' })
    expect(items[0]?.reason).toContain('wrong file')
    expect(await refusal(await act(id, 'resume'))).toEqual([409, 'BATCH_STATE'])
  })

  test('can be stopped before its upload is complete', async () => {
    const options = { query: { ...query, id: 'half' } }
    await upload(`destination,text\n${rows(600)}\n+7,"x`, options)
    await act('half', 'stop', { reason: 'never mind' })
    expect(await batchWhen('half', isOver)).toMatchObject({ state: 'STOPPED', counts: { CANCELED: 600 } })
  })

  test('sends again what no provider delivered, as a new batch', async () => {
    confirms = (destination) => !destination.endsWith('7')
    const { id } = await uploaded(
      `destination,text,maxAttempts,receiptTimeoutMs\n${rows(20).replaceAll('\n', ',1,1000\n')},1,1000`,
      {
        query,
      },
    )
    const over = await batchWhen(id, isOver)
    expect(over.counts).toMatchObject({ DELIVERED: 18, EXHAUSTED: 2 })
    confirms = () => true
    const repeated: Batch = await (await act(id, 'repeat', { id: 'second' })).json()
    expect(repeated).toMatchObject({ id: 'second', rows: 2, repeats: id })
    expect(await batchWhen('second', isOver)).toMatchObject({ counts: { DELIVERED: 2 } })
    expect(await (await act(id, 'repeat', { id: 'second' })).json()).toMatchObject({ rows: 2 })
    expect(await refusal(await act('second', 'repeat', { id }))).toEqual([409, 'BATCH_EXISTS'])
    expect(await getPacket('second-8')).toMatchObject({
      destination: '+016667',
      batch: { id: 'second', line: 8 },
    })
  })

  test('exports its results, safe from formulas', async () => {
    const { id } = await uploaded('destination,text\n=cmd(),a\n@x,b', { query })
    await batchWhen(id, isOver)
    const results = await (await callApi(apiPath('/api/batches/{id}/results.csv', { id }))).text()
    const [header, first, second] = results.replace('\ufeff', '').split('\r\n')
    expect(header).toBe(
      'line,id,source,destination,status,deliveredBy,attempts,reasonCode,reason,createdAt,endedAt',
    )
    expect(first).toMatch(/^2,\S+-2,'\+017771110000,'=cmd\(\),DELIVERED,Route\w,\d,DELIVERED,/)
    expect(second).toContain(`'@x`)
  })

  test('is listed with the newest first', async () => {
    const { id } = await uploaded('destination,text\n+1,a', { query })
    const { items } = await (await callApi(`${apiPath('/api/batches')}?limit=1`)).json()
    expect(items).toMatchObject([{ id }])
  })

  test('lets one of its packets be canceled alone', async () => {
    confirms = () => false
    const { id } = await uploaded(`destination,text\n${rows(1_500)}`, { query })
    await act(id, 'pause')
    const { items } = await listPackets({ batch: id, status: 'QUEUED', limit: '1' })
    const [queued] = items
    const canceled = await postJson(apiPath('/api/packets/{id}/actions/cancel', { id: queued?.id ?? '' }), {
      reason: 'not this one',
    })
    expect(await canceled.json()).toMatchObject({ status: 'CANCELED' })
    await act(id, 'stop', { reason: 'over' })
  })

  test.each([
    [
      'an unknown batch',
      () => callApi(apiPath('/api/batches/{id}', { id: 'nowhere' })),
      404,
      'BATCH_NOT_FOUND',
    ],
    ['an unknown batch to stop', () => act('nowhere', 'stop', { reason: 'x' }), 404, 'BATCH_NOT_FOUND'],
    [
      'another media type',
      () => upload('{}', { type: 'application/json', query }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['an empty file', () => upload('', { query }), 400, 'INVALID_REQUEST'],
    ['an unknown option', () => upload('a', { query: { colour: 'red' } }), 400, 'INVALID_REQUEST'],
    ['columns that are no JSON', () => upload('a', { query: { columns: '{' } }), 400, 'INVALID_REQUEST'],
    ['a column for no field', () => upload('a', { query: { columns: '{"a":"b"}' } }), 400, 'INVALID_REQUEST'],
    ['an id that is too long', () => upload('a', { query: { id: 'x'.repeat(101) } }), 400, 'INVALID_REQUEST'],
  ])('refuses %s', async (_, ask, status, code) => {
    expect(await refusal(await ask())).toEqual([status, code])
  })
})

describe('a preview', () => {
  const preview = (body: string, params: Record<string, string> = {}) =>
    callApi(`${apiPath('/api/batch-previews')}?${new URLSearchParams({ ...query, ...params })}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body,
    })

  test('shows the first rows and what is wrong, and stores nothing', async () => {
    const { total } = await listPackets()
    const seen = await (await preview('destination;text;note\n+1;a;x\n;b;y')).json()
    expect(seen).toMatchObject({
      separator: 'semicolon',
      encoding: 'utf-8',
      columns: [{ field: 'destination' }, { field: 'text' }, { name: 'note', field: null }],
      rows: [{ line: 2, values: { destination: '+1', text: 'a' } }],
      rowCount: 1,
      faults: [{ line: 3, field: 'destination' }],
      trouble: null,
    })
    expect((await listPackets()).total).toBe(total)
  })

  test('leaves out the last row of a file that goes on', async () => {
    const seen = await (await preview('destination,text\n+1,a\n+2,"b', { isCut: 'true' })).json()
    expect(seen).toMatchObject({ rowCount: 0, trouble: null })
    const whole = await (await preview('destination,text\n+1,a\n+2,"b')).json()
    expect(whole).toMatchObject({ rowCount: 1 })
    expect(whole.trouble).toContain('Line 3')
  })
})

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Packet } from '@/lib/packet/packet'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi, postJson } from '../test-support/call-api'
import { eventually } from '../test-support/eventually'
import { getPacket, packetWhen, someone, submit } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest()

const post = (body: unknown, headers: Record<string, string> = {}) => postJson('/api/packets', body, headers)

describe('submitting', () => {
  test('answers 202 with the packet and its address once it is stored, and starts its workflow', async () => {
    const response = await post({ ...someone, text: 'Hello' })
    const packet: Packet = await response.json()
    expect(response.status).toBe(202)
    expect(response.headers.get('location')).toBe(`/api/packets/${packet.id}`)
    expect(packet).toMatchObject({ ...someone, status: 'ROUTING', attempts: [], maxAttempts: 4, runId: null })
    const { runId } = await packetWhen(packet.id, (claimed) => claimed.runId !== null)
    const described = await api.temporal.client.workflow.getHandle(packet.workflowId).describe()
    expect(described.runId).toBe(runId)
    expect(await described.staticSummary()).toBe(`packet ${packet.id}`)
  })

  test('keeps the number of attempts and the deadline that were asked for', async () => {
    const { id, maxAttempts } = await submit({ maxAttempts: 2 })
    const { deadline } = await api.carrier.handOver(id)
    expect(maxAttempts).toBe(2)
    expect(Date.parse(deadline) - Date.now()).toBeGreaterThan(50_000)
  })

  test('hands over the contents as they came, as text or as base64', async () => {
    const contents = Buffer.from([0, 255, 10, 13]).toString('base64')
    const { id } = await submit({ text: undefined, contents })
    expect((await api.carrier.handOver(id)).contents).toBe(contents)
    expect(await (await callApi(`/api/packets/${id}/contents`)).json()).toEqual({
      contents,
      bytes: 4,
      contentType: 'application/octet-stream',
    })
  })

  test('takes contents of 256 KiB, and not one byte more', async () => {
    const most = 'x'.repeat(256 * 1024)
    expect((await post({ ...someone, text: most })).status).toBe(202)
    // Each of these characters takes six bytes of JSON.
    expect((await post({ ...someone, text: '\u0001'.repeat(256 * 1024) })).status).toBe(202)
    expect(await refusal(await post({ ...someone, text: `${most}x` }))).toEqual([400, 'INVALID_REQUEST'])
  })

  test.each([
    ['of one byte each', 'x'.repeat(200), 'y'.repeat(200)],
    ['of several bytes each', '\u{1f4e6}'.repeat(50), 'é'.repeat(100)],
  ])('takes addresses of 200 bytes, %s, and not one byte more', async (_, source, destination) => {
    const packet = await submit({ source, destination, id: randomUUID().padEnd(128, 'x') })
    await api.carrier.handOver(packet.id)
    expect(packet).toMatchObject({ source, destination })
    const more = { source: `${source}x`, destination, text: 'Hello' }
    expect(await refusal(await post(more))).toEqual([400, 'INVALID_REQUEST'])
    const longId = { source, destination, text: 'Hello', id: 'x'.repeat(129) }
    expect(await refusal(await post(longId))).toEqual([400, 'INVALID_REQUEST'])
  })

  test.each([
    ['\u0000', 400],
    ['a\ud800b', 400],
    ['a\u202eb', 400],
    ['a\ue027b', 400],
    ['\u00a0', 400],
    ['👩‍👩‍👧', 202],
    ['\u05d0\u200f-1', 202],
    ['+01\u200b66', 400],
    ['+01\u00a066', 400],
    ['+0166\ufe0f6', 400],
    ['\u3164\u2800', 400],
    ['葛\u{e0100}', 202],
  ])('judges the address %j', async (source, status) => {
    expect((await post({ ...someone, source, text: 'Hello' })).status).toBe(status)
  })

  test('keeps an address in composed form, without invisible characters at its ends', async () => {
    const source = `\ufeff\u200bCafe\u0301 ${randomUUID()}\u00a0\u3164`
    const { id } = await submit({ source, destination: '\u202a+1 555 0100\u202c' })
    const packet = await getPacket(id)
    expect(packet.source).toBe(source.normalize('NFC').slice(2, -2))
    expect(packet.destination).toBe('+1 555 0100')
    const { destination } = await api.carrier.handOver(id)
    expect(destination).toBe('+1 555 0100')
  })

  test('names an invisible character in an address, and its position', async () => {
    const body = { ...someone, destination: '+0166\u2060600', id: 'order\u200b1', text: 'Hello' }
    const { errors } = await (await post(body)).json()
    expect(errors).toContainEqual({
      path: 'destination',
      message: 'It has an invisible character, U+2060 WORD JOINER, at position 6. Remove it.',
    })
    expect(errors).toContainEqual({
      path: 'id',
      message: 'It has an invisible character, U+200B ZERO WIDTH SPACE, at position 6. Remove it.',
    })
  })

  test('hands over text with NUL and all line ends unchanged, and refuses half a character', async () => {
    const text = '\u0000\r\n\u2028é\u{1f4e6}'
    const { id } = await submit({ text })
    const { contents } = await api.carrier.handOver(id)
    expect(Buffer.from(contents, 'base64').toString('utf8')).toBe(text)
    expect(await refusal(await post({ ...someone, text: 'a\udc00' }))).toEqual([400, 'INVALID_REQUEST'])
  })

  test('keeps the expiry that was asked for', async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    const { id } = await submit({ expiresAt })
    expect((await getPacket(id)).expiresAt).toBe(expiresAt)
  })

  test('answers a repetition even after the expiry, and accepts no new packet then', async () => {
    const body = { ...someone, text: 'Hello', expiresAt: new Date(Date.now() + 1_500).toISOString() }
    const headers = { 'idempotency-key': randomUUID() }
    const { id }: Packet = await (await post(body, headers)).json()
    await eventually(
      async () => Date.now(),
      (now) => now > Date.parse(body.expiresAt),
    )
    const again = await post(body, headers)
    expect([again.status, (await again.json()).id]).toEqual([200, id])
    expect(await refusal(await post(body, { 'idempotency-key': randomUUID() }))).toEqual([
      400,
      'INVALID_REQUEST',
    ])
    expect(await refusal(await post(body))).toEqual([400, 'INVALID_REQUEST'])
  })

  test('refuses an id that is taken', async () => {
    const { id } = await submit({ id: `order-${randomUUID()}` })
    expect(await refusal(await post({ ...someone, text: 'Hello', id }))).toEqual([409, 'PACKET_EXISTS'])
  })

  test.each([
    ['an unknown field', { ...someone, text: 'Hello', urgent: true }],
    ['no contents', someone],
    ['text and contents', { ...someone, text: 'Hello', contents: 'SGVsbG8=' }],
    ['contents that are not base64', { ...someone, contents: 'SGVsbG8' }],
    ['an empty source', { ...someone, source: '', text: 'Hello' }],
    ['a line break in the destination', { ...someone, destination: 'a\nb', text: 'Hello' }],
    ['an id that cannot stand in an address', { ...someone, text: 'Hello', id: 'a/b' }],
    ['no attempts', { ...someone, text: 'Hello', maxAttempts: 0 }],
    ['a deadline under a second', { ...someone, text: 'Hello', receiptTimeoutMs: 999 }],
    ['an expiry that is past', { ...someone, text: 'Hello', expiresAt: '2020-01-31T12:00:00Z' }],
    ['an expiry after 30 days', { ...someone, text: 'Hello', expiresAt: '2999-01-31T12:00:00Z' }],
    ['a list', [someone]],
    ['null', null],
  ])('refuses %s', async (_, body) => {
    const response = await post(body)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await refusal(response)).toEqual([400, 'INVALID_REQUEST'])
  })

  test('names each field at fault', async () => {
    const { errors } = await (await post({ source: ' ', destination: 'b', text: 1 })).json()
    expect(errors.map((error: { path: string }) => error.path)).toEqual(['source', 'text'])
  })
})

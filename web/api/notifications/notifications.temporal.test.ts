import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  notificationSchema,
  type PacketNotifications,
  packetNotifications,
  type Receiver,
  receiverList,
  subscribed,
} from '@/lib/contract/notification'
import { apiPath } from '@/lib/contract/paths'
import { answerWith, TestReceiver } from '@/lib/notify/test-support/test-receiver'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi, postJson } from '../test-support/call-api'
import { eventually } from '../test-support/eventually'
import { someone, submit } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest()

let receiver: TestReceiver

beforeEach(async () => {
  receiver = await TestReceiver.start()
})

afterEach(() => receiver.stop())

const post = (path: string, body: unknown = {}) => postJson(path, body)

async function subscribe(body: object = {}) {
  const response = await post(apiPath('/api/receivers'), {
    url: receiver.url,
    source: someone.source,
    ...body,
  })
  expect(response.status).toBe(201)
  return subscribed.parse(await response.json())
}

async function receivers(): Promise<Receiver[]> {
  return receiverList.parse(await (await callApi(apiPath('/api/receivers'))).json()).items
}

async function notificationsOf(id: string): Promise<PacketNotifications> {
  return packetNotifications.parse(
    await (await callApi(apiPath('/api/packets/{id}/notifications', { id }))).json(),
  )
}

const toldOf = (id: string) =>
  eventually(
    () => notificationsOf(id),
    ({ items }) => items.length > 0 && items.every(({ state }) => state === 'TOLD'),
  )

const act = (id: string, action: 'enable' | 'disable' | 'delete', body: object = { reason: 'because' }) =>
  post(apiPath(`/api/receivers/{id}/actions/${action}`, { id }), body)

test('a subscription is told of the packets of its source, with the secret that was shown once', async () => {
  const { receiver: subscription, secret } = await subscribe()
  expect(subscription).toMatchObject({
    kind: 'subscription',
    source: someone.source,
    waiting: 0,
    disabled: null,
  })
  const { id } = await api.deliver()
  const { items } = await toldOf(id)
  const mine = items.filter((each) => each.receiver.id === subscription.id)
  expect(mine).toMatchObject([
    { type: 'packet.delivered', tries: [{ ok: true, status: 204 }], nextTryAt: null },
  ])
  const received = receiver.received.find((each) => each.packetId === id)
  expect(received).toMatchObject({ id: mine[0]?.id, type: 'packet.delivered' })
  expect(received?.isSignedWith(secret)).toBe(true)
  const listed = await callApi(apiPath('/api/receivers'))
  expect(await listed.text()).not.toContain('whsec_')
  await act(subscription.id, 'delete')
})

test("a packet's own address is notified, signed with the secret of the installation", async () => {
  const { id } = await api.deliver({ notifyUrl: receiver.url })
  expect((await toldOf(id)).notifyUrl).toBe(receiver.url)
  const [received] = receiver.received
  expect(received?.isSignedWith(process.env.NOTIFY_SECRET ?? '')).toBe(true)
  expect(await receivers()).toMatchObject([{ kind: 'host', url: receiver.origin, failing: null }])
})

test('a packet without a receiver has no notifications', async () => {
  const { id } = await api.deliver()
  expect(await notificationsOf(id)).toEqual({ notifyUrl: null, items: [] })
})

test('a notification that was told can be sent again by hand, under its webhook-id; one that waits cannot', async () => {
  const { id } = await api.deliver({ notifyUrl: receiver.url })
  const [first] = (await toldOf(id)).items
  receiver.answer = answerWith(500)
  const again = await post(apiPath('/api/notifications/{id}/actions/send-again', { id: first?.id ?? '' }))
  expect(again.status).toBe(202)
  expect(notificationSchema.parse(await again.json())).toMatchObject({ state: 'WAITING', retryUntil: null })
  await eventually(
    () => notificationsOf(id),
    ({ items }) => items[0]?.tries.length === 2,
  )
  expect(receiver.received.map((each) => each.id)).toEqual([first?.id, first?.id])
  expect(
    await refusal(await post(apiPath('/api/notifications/{id}/actions/send-again', { id: first?.id ?? '' }))),
  ).toEqual([409, 'NOTIFICATION_WAITS'])
})

test('a receiver that is disabled by hand is sent nothing until it is enabled', async () => {
  const { receiver: subscription } = await subscribe()
  const disabled = receiverList.parse(
    await (await act(subscription.id, 'disable', { reason: 'moving' })).json(),
  )
  expect(disabled.items.find(({ id }) => id === subscription.id)?.disabled).toMatchObject({
    reason: 'moving',
  })
  const { id } = await api.deliver()
  const waits = await eventually(
    () => notificationsOf(id),
    ({ items }) => items.length === 1,
  )
  expect(waits.items).toMatchObject([{ state: 'WAITING', receiver: { standing: 'disabled' }, tries: [] }])
  expect((await receivers()).find((each) => each.id === subscription.id)?.waiting).toBe(1)
  expect((await act(subscription.id, 'enable')).status).toBe(200)
  await toldOf(id)
  await act(subscription.id, 'delete')
})

test('a deleted subscription is gone, and its notifications remain', async () => {
  const { receiver: subscription } = await subscribe()
  const { id } = await api.deliver()
  await toldOf(id)
  expect((await act(subscription.id, 'delete')).status).toBe(200)
  expect(await receivers()).not.toContainEqual(expect.objectContaining({ id: subscription.id }))
  expect((await notificationsOf(id)).items).toMatchObject([
    { receiver: { standing: 'deleted' }, state: 'TOLD' },
  ])
  expect(await refusal(await act(subscription.id, 'delete'))).toEqual([404, 'RECEIVER_NOT_FOUND'])
  expect(await refusal(await act(subscription.id, 'enable'))).toEqual([404, 'RECEIVER_NOT_FOUND'])
})

test.each([
  ['http://10.0.0.1/hooks', /^10\.0\.0\.1 is not a public address/],
  ['http://169.254.169.254/latest', /^169\.254\.169\.254 is not a public address/],
  ['http://0xa9fea9fe/', /^169\.254\.169\.254 is not/],
  ['http://[::1]/', /^::1 is not/],
  ['ftp://example.com/', /http or https/],
  ['https://me:secret@example.com/', /user name/],
  ['https://example.com/#part', /"#"/],
  ['example.com', /http or https/],
  [`https://example.com/${'a'.repeat(2048)}`, /2048/],
])('%s is refused with an explanation, for a packet and for a subscription', async (url, message) => {
  for (const [path, field, body] of [
    [apiPath('/api/packets'), 'notifyUrl', { ...someone, text: 'Hello', notifyUrl: url }],
    [apiPath('/api/receivers'), 'url', { url }],
  ] as const) {
    const response = await post(path, body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      code: 'INVALID_REQUEST',
      errors: [{ path: field, message: expect.stringMatching(message) }],
    })
  }
})

test('an address is kept as it is sent: the same submission again is the same packet', async () => {
  const key = { 'idempotency-key': 'told-once' }
  const first = await submit({ notifyUrl: 'HTTPS://Example.COM:443/a b' }, key)
  const second = await submit({ notifyUrl: 'https://example.com/a%20b' }, key)
  expect(second.id).toBe(first.id)
  expect((await notificationsOf(first.id)).notifyUrl).toBe('https://example.com/a%20b')
})

test('an unknown packet, notification or receiver is refused', async () => {
  expect(await refusal(await callApi(apiPath('/api/packets/{id}/notifications', { id: 'nobody' })))).toEqual([
    404,
    'PACKET_NOT_FOUND',
  ])
  const unknown = '7a1c6a9e-0d0b-4a55-8a53-111111111111'
  expect(
    await refusal(await post(apiPath('/api/notifications/{id}/actions/send-again', { id: unknown }))),
  ).toEqual([404, 'NOTIFICATION_NOT_FOUND'])
  expect(
    await refusal(await post(apiPath('/api/notifications/{id}/actions/send-again', { id: 'x' }))),
  ).toEqual([400, 'INVALID_REQUEST'])
  expect(await refusal(await act('s0', 'disable'))).toEqual([404, 'RECEIVER_NOT_FOUND'])
  expect(await refusal(await act('%00', 'disable'))).toEqual([400, 'INVALID_REQUEST'])
  expect(await refusal(await act('s0', 'disable', {}))).toEqual([400, 'INVALID_REQUEST'])
})

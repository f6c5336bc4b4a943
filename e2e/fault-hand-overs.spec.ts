/** What an operator sees of the simulator's fault profiles for hand-overs. */
import { expectRow } from './support/packet-row'
import { expect, test } from './support/test'

test('rate-limiting: the packet beyond the limit is handed over again after the pause that is asked for', async ({
  page,
  waybill,
  carriers,
}) => {
  await carriers.behave({ RouteA: { preset: 'rateLimiting', maxPerSecond: 1 } })
  const submitted = await Promise.all([waybill.submit(), waybill.submit(), waybill.submit()])
  const ended = await Promise.all(submitted.map(({ id }) => waybill.ended(id)))
  expect(ended.map(({ deliveredBy }) => deliveredBy)).toEqual(['RouteA', 'RouteA', 'RouteA'])
  const tried = await Promise.all(submitted.map(({ id }) => carriers.handOvers(id)))
  const waited = tried.find((handOvers) => handOvers.length > 1) ?? []
  expect(waited.map(({ answer }) => answer).slice(-2)).toEqual([429, 202])
  expect(new Set(waited.map(({ webhookId }) => webhookId)).size).toBe(1)
  const id = waited[0]?.packetId ?? ''
  const row = await expectRow(page, id, 'Delivered', /^Route: RouteA: confirmed after/)
  await expect(row).not.toContainText('Risk')
})

test('rate-limiting: a carrier that takes nothing is passed over, and no packet is lost there', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: { preset: 'rateLimiting', maxPerSecond: 0 } })
  const { id } = await waybill.submit({ receiptTimeoutMs: 3_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText(
    /RouteA could not be reached: it answered 429, RouteB confirmed after/,
  )
  const row = await expectRow(
    page,
    id,
    'Delivered',
    /^Route: RouteA: unreachable: it answered 429; RouteB: conf/,
  )
  await expect(row).not.toContainText('Risk')
})

test('down: tried three times under one webhook-id, then passed over', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: 'down' })
  const { id } = await waybill.submit()
  await packetView.open(id)
  await expect(packetView.story).toContainText(
    /RouteA could not be reached: the connection broke, RouteB confirmed after/,
  )
  await expect(packetView.attempts.first()).toContainText(/failed, no answer/i)
  const toRouteA = (await carriers.handOvers(id)).filter(({ provider }) => provider === 'RouteA')
  expect(toRouteA.map(({ answer }) => answer)).toEqual([null, null, null])
  expect(new Set(toRouteA.map(({ webhookId }) => webhookId)).size).toBe(1)
  const row = await expectRow(
    page,
    id,
    'Delivered',
    /^Route: RouteA: unreachable: the connection broke; RouteB/,
  )
  await expect(row).toContainText('Risk')
})

import { pagePaths } from '@/lib/contract/paths'
import type { PartExit } from '@/scripts/stack/part'
import { held } from './support/carriers'
import { expect, test } from './support/test'

const outage = 'Temporal cannot be reached.'
const storeOutage = 'PostgreSQL cannot be reached.'
const noWorker = 'No worker is polling.'

test('receipts that come while no worker lives show at once, and the delivery goes on once one does', async ({
  stack,
  waybill,
  carriers,
}) => {
  await carriers.behave({ RouteA: held })
  const confirmed = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await waybill.accepted(confirmed.id)
  await carriers.behave({ RouteA: { ...held, refuseChance: 1 } })
  const refused = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await waybill.accepted(refused.id)
  await stack.kill('worker')
  await carriers.release()
  expect(await waybill.ended(confirmed.id)).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteA' })
  const waiting = await waybill.packetWhen(refused.id, ({ status }) => status === 'ROUTING')
  expect(waiting.failedRouteProviders).toEqual(['RouteA'])

  await stack.start('worker')
  const replacedAt = Date.now()
  expect(await waybill.ended(refused.id)).toMatchObject({
    status: 'DELIVERED',
    deliveredBy: 'RouteB',
    failedRouteProviders: ['RouteA'],
  })
  // Workflow tasks for the killed worker's cache must not delay it for 10 s.
  expect(Date.now() - replacedAt).toBeLessThan(8_000)
})

test('a worker killed during a hand-over: the next one repeats it under the same webhook-id', async ({
  stack,
  waybill,
  carriers,
}) => {
  await carriers.behave({ RouteA: { ...held, answerDelayMs: 4_000 } })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await expect.poll(() => carriers.handOvers(id)).toHaveLength(1)
  await stack.kill('worker')
  await carriers.behave({})
  await stack.start('worker')
  await expect.poll(() => carriers.handOvers(id)).toHaveLength(2)
  await carriers.release()
  const packet = await waybill.closed(id)
  expect(packet).toMatchObject({ deliveredBy: 'RouteA', failedRouteProviders: [], flags: [] })
  const handOvers = await carriers.handOvers(id)
  expect(handOvers.map(({ duplicate }) => duplicate)).toEqual([false, true])
  expect(new Set(handOvers.map(({ webhookId }) => webhookId)).size).toBe(1)
})

test('a worker that is told to stop finishes the hand-over it is in', async ({
  stack,
  waybill,
  carriers,
}) => {
  await carriers.behave({ RouteA: { ...held, answerDelayMs: 2_000 } })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await expect.poll(() => carriers.handOvers(id)).toHaveLength(1)
  await stack.part('worker').stop()
  await stack.start('worker')
  await carriers.release()
  expect(await waybill.ended(id)).toMatchObject({ deliveredBy: 'RouteA', failedRouteProviders: [] })
  expect(await carriers.handOvers(id)).toHaveLength(1)
})

test('without a worker the page and the health check say so, and packets wait in safety', async ({
  stack,
  page,
  waybill,
  packetView,
}) => {
  await page.goto(pagePaths.packets)
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
  await stack.part('worker').stop()
  await expect(page.getByText(noWorker)).toBeVisible()
  const { status, text } = await waybill.readiness()
  expect(status).toBe(503)
  expect(text).toContain('No worker is alive')
  const { id } = await waybill.submit()
  await packetView.open(id)
  await expect(packetView.story).toContainText('Looking up a route')
  await expect(page.getByText(noWorker)).toBeVisible()

  await stack.start('worker')
  await expect(packetView.story).toContainText('Delivered')
  await expect.poll(async () => (await waybill.readiness()).status).toBe(200)
})

test('a packet that no workflow has taken is canceled without a worker', async ({
  stack,
  waybill,
  carriers,
  packetView,
}) => {
  await stack.part('worker').stop()
  const { id } = await waybill.submit()
  await packetView.open(id)
  await packetView.cancel('wrong destination')
  await expect(packetView.story).toContainText('Canceled')
  await stack.start('worker')
  const other = await waybill.submit()
  await waybill.ended(other.id)
  expect(await carriers.handOvers(id)).toHaveLength(0)
  expect(await waybill.packet(id)).toMatchObject({ status: 'CANCELED' })
})

test('a packet that is canceled while its worker is gone says that this waits for one', async ({
  stack,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: held })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await waybill.accepted(id)
  await stack.part('worker').stop()
  await packetView.open(id)
  const dialog = await packetView.cancel('wrong destination')
  await expect(dialog.getByRole('alert')).toContainText('it takes effect as soon as one does')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await stack.start('worker')
  await expect(packetView.story).toContainText('Canceled')
})

test('while Temporal is down pages say so, and recover by themselves when it is back', async ({
  stack,
  page,
  context,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: held })
  const list = await context.newPage()
  await list.goto(pagePaths.packets)
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('Waiting for the receipt of RouteA')
  await stack.part('temporal').stop()
  await carriers.release()
  await expect(page.getByText(outage)).toBeVisible()
  await expect(list.getByText(outage)).toBeVisible()
  const askedAt = Date.now()
  const accepted = await waybill.submit()
  expect(Date.now() - askedAt).toBeLessThan(3_000)
  expect(accepted).toMatchObject({ status: 'ROUTING', runId: null })

  await stack.start('temporal')
  await expect(packetView.story).toContainText('Delivered', { timeout: 30_000 })
  await expect(page.getByText(outage)).toBeHidden()
  await expect(list.getByText(outage)).toBeHidden()
  await expect(list.getByRole('row').filter({ hasText: 'Delivered' }).first()).toBeVisible()
  expect(await waybill.packet(id)).toMatchObject({ deliveredBy: 'RouteA', failedRouteProviders: [] })
  await waybill.accepted(accepted.id)
  await carriers.release()
  expect(await waybill.ended(accepted.id)).toMatchObject({ status: 'DELIVERED' })
})

test('while PostgreSQL is down over a deadline pages say so, nothing is accepted, and no provider is blamed', async ({
  stack,
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: held })
  const { id } = await waybill.submit({ receiptTimeoutMs: 5_000 })
  await packetView.open(id)
  const { attempts } = await waybill.accepted(id)
  await stack.part('postgres').stop()
  await expect(page.getByText(storeOutage)).toBeVisible()
  const askedAt = Date.now()
  await expect(waybill.submit()).rejects.toMatchObject({ code: 'STORE_UNREACHABLE', status: 503 })
  expect(Date.now() - askedAt).toBeLessThan(3_000)
  await carriers.release()
  const deadline = Date.parse(attempts[0]?.deadline ?? '')
  await expect.poll(() => Date.now(), { timeout: 10_000 }).toBeGreaterThan(deadline + 2_000)
  expect(await carriers.handOvers(id)).toHaveLength(1)

  await stack.start('postgres')
  expect(await waybill.ended(id)).toMatchObject({
    status: 'DELIVERED',
    deliveredBy: 'RouteA',
    failedRouteProviders: [],
  })
  expect(await carriers.handOvers(id)).toHaveLength(1)
  await expect(packetView.story).toContainText('Delivered')
  await expect(page.getByText(storeOutage)).toBeHidden()
})

test('a web process that was down over a deadline still hears the receipt, and no other provider gets the packet', async ({
  stack,
  waybill,
  carriers,
}) => {
  await carriers.behave({ RouteA: held })
  const { id } = await waybill.submit({ receiptTimeoutMs: 5_000 })
  const { attempts } = await waybill.accepted(id)
  await stack.kill('web')
  const deadline = Date.parse(attempts[0]?.deadline ?? '')
  // Shortly before the deadline and no sooner: the carrier's retry pauses double and must stay within the grace period.
  await expect.poll(() => Date.now(), { intervals: [100] }).toBeGreaterThan(deadline - 1_000)
  await carriers.release()
  await expect.poll(() => Date.now()).toBeGreaterThan(deadline + 500)
  await stack.start('web')
  const packet = await waybill.ended(id)
  expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteA', failedRouteProviders: [] })
  expect(packet.flags).toContain('grace')
  expect(await carriers.handOvers(id)).toHaveLength(1)
})

test('a web process that is told to stop closes its event streams, and the readers reconnect to the next one', async ({
  stack,
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ '*': 'silent' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await packetView.open(id)
  await expect(packetView.connection).toHaveText('Live')
  const web = stack.part('web')
  const ended = new Promise<PartExit>((done) => web.onExit(done))
  await web.stop()
  expect((await ended).signal).not.toBe('SIGKILL')
  await expect(packetView.connection).toHaveText(/Reconnecting|Stale since/)
  await expect(page.getByText('Waiting for the receipt of RouteA')).toBeVisible()
  await stack.start('web')
  await expect(packetView.connection).toHaveText('Live')
})

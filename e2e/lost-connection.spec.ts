// What a page shows when something happened while its connection was lost.
import { held } from './support/carriers'
import { expect, test } from './support/test'

const streams = '**/api/events/**'

test('a packet that was delivered while the page had no connection is shown as delivered', async ({
  stack,
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: held })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('Waiting for the receipt of RouteA')
  await expect(packetView.connection).toHaveText('Live')
  await page.route(streams, (route) => route.abort())
  await stack.part('web').stop()
  await stack.start('web')
  await carriers.release()
  await waybill.closed(id)
  await expect(packetView.story).toContainText('Waiting for the receipt of RouteA')
  await page.unroute(streams)
  await expect(packetView.story).toContainText('Delivered')
  await expect(packetView.connection).toHaveText('Final')
})

test('a browser without a network says so on pages that poll, and sends no change later', async ({
  page,
  context,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ '*': 'silent' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await page.goto('/providers')
  await expect(packetView.connection).toHaveText('Live')
  await context.setOffline(true)
  await expect(packetView.connection).toHaveText(/Stale since/)
  await context.setOffline(false)
  await expect(packetView.connection).toHaveText('Live')

  await packetView.open(id)
  await page.getByRole('button', { name: 'Cancel packet' }).click()
  const dialog = page.getByRole('dialog', { name: 'Cancel this packet?' })
  await dialog.getByLabel('Reason').fill('sent by mistake')
  await context.setOffline(true)
  await dialog.getByRole('button', { name: 'Cancel packet' }).click()
  await expect(dialog.getByRole('alert')).toContainText('The server cannot be reached')
  await dialog.getByRole('button', { name: 'Keep it going' }).click()
  await context.setOffline(false)
  await expect(packetView.connection).toHaveText('Live')
  expect(await waybill.packet(id)).toMatchObject({ status: 'TRANSMITTING' })
})

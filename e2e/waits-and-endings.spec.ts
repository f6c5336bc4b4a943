import { heldBeyondDeadline } from './support/carriers'
import { rowOf } from './support/packet-row'
import { expect, test } from './support/test'

/** The time `ms` milliseconds from now. */
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()

test('an outage of ours: packets wait, pages say since when, and no provider is blamed for it', async ({
  stack,
  page,
  waybill,
  packetView,
}) => {
  await stack.part('simulator').stop()
  const { id } = await waybill.submit()
  const waiting = await waybill.packetWhen(id, (packet) => packet.waiting !== null)
  expect(waiting).toMatchObject({ flags: ['waiting'], failedRouteProviders: [], waiting: { why: 'outage' } })
  await packetView.open(id)
  await expect(packetView.story).toContainText(/Waiting: no provider can be reached since \d\d:\d\d:\d\d UTC/)
  await expect(packetView.story).toContainText(/next try (now|in \d)/)
  await page.goto('/packets')
  // Packets of earlier tests may still be in flight, and wait too.
  await expect(page.getByText(/\d packets? waits?: no provider can be reached since/)).toBeVisible()
  await page.getByRole('button', { name: /^Show (it|them)$/ }).click()
  await expect(page.getByRole('link', { name: `Packet ${id}` })).toBeVisible()
  await expect(page).toHaveURL(/flag=waiting/)

  await stack.start('simulator')
  const delivered = await waybill.ended(id)
  expect(delivered).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteA', failedRouteProviders: [] })
  await expect(page.getByRole('link', { name: `Packet ${id}` })).toBeHidden()
})

test('an outage of ours ends with the packet when it is canceled', async ({ stack, waybill, packetView }) => {
  await stack.part('simulator').stop()
  const { id } = await waybill.submit()
  await waybill.packetWhen(id, (packet) => packet.waiting !== null)
  await packetView.open(id)
  await packetView.cancel('no longer needed')
  await expect(packetView.story).toContainText('Canceled')
  // The request under way is waited for; after its answer nothing more can come.
  const canceled = await waybill.packetWhen(id, ({ settling }) => !settling)
  expect(canceled).toMatchObject({ status: 'CANCELED', waiting: null, failedRouteProviders: [] })
})

test('an ignored recall: the list shows that the packet is settling, and that it was delivered twice', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({
    RouteA: { preset: 'refusing', receiptDelayMs: [0, 0] },
    RouteB: heldBeyondDeadline,
  })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_500 })
  const packet = await waybill.ended(id)
  expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteC', settling: true })
  expect(packet.flags).toEqual(['risk', 'settling'])
  await packetView.open(id)
  await expect(packetView.story).toContainText(/RouteB may still deliver it; a late receipt counts until \d/)
  await expect(packetView.attempts.nth(1)).toContainText('asked to stop but did not')

  await page.goto(`/packets?q=${id}`)
  const row = rowOf(page, id)
  await carriers.release()
  const twice = await waybill.packetWhen(id, ({ flags }) => flags.includes('doubled'))
  expect(twice.reason).toContain('so it was delivered twice')
  await expect(row).toContainText('Doubled')
  await expect(row.getByRole('button', { name: /^Route: / })).toHaveAccessibleName(
    /RouteB: confirmed late.*; RouteC: confirmed/,
  )
  const group = page.getByRole('group', { name: 'Flag' })
  await expect(group.getByRole('button', { name: /^Doubled [1-9]/ })).toBeVisible()
  await group.getByRole('button', { name: 'Doubled' }).click()
  await expect(page).toHaveURL(/flag=doubled/)
  await expect(row).toBeVisible()
})

test('a packet that is only settling is not shown as in flight', async ({ page, waybill, carriers }) => {
  await carriers.behave({ RouteA: 'silent' })
  const { id } = await waybill.submit({ maxAttempts: 1, receiptTimeoutMs: 1_000 })
  await waybill.ended(id)
  await page.goto('/packets')
  const row = rowOf(page, id)
  await expect(row).toContainText('Exhausted, settling')
  await page
    .getByRole('group', { name: 'Flag' })
    .getByRole('button', { name: /^Settling [1-9]/ })
    .click()
  await expect(row).toBeVisible()
})

test('an expiry ends the packet after the attempt under way', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ '*': 'silent' })
  const expiresAt = inMs(2_500)
  const { id } = await waybill.submit({ expiresAt, receiptTimeoutMs: 4_000 })
  await packetView.open(id)
  await expect(packetView.facts).toContainText(expiresAt.replace('T', ' ').replace('Z', ' UTC'))
  await expect(packetView.story).toContainText('RouteA gave no receipt within 4 s, then it expired.')
  expect(await waybill.packet(id)).toMatchObject({ status: 'EXPIRED', failedRouteProviders: ['RouteA'] })
  await page.goto('/packets')
  await page.getByRole('group', { name: 'Status' }).getByRole('button', { name: 'Expired' }).click()
  await expect(page.getByRole('link', { name: `Packet ${id}` })).toBeVisible()
})

test('an expiry that is past is refused beside its field', async ({ page }) => {
  await page.goto('/submit')
  await page.getByText('Advanced').click()
  const field = page.getByLabel('Expires at')
  await field.fill('2020-01-31T12:00:00')
  await page.getByRole('button', { name: 'Submit packet' }).click()
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toHaveAccessibleDescription('Choose a time in the future.')
  await expect(page).toHaveURL(/\/submit$/)
})

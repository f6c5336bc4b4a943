import { randomUUID } from 'node:crypto'
import { pagePaths } from '@/lib/contract/paths'
import { PacketView } from './support/packet-view'
import { forgeReceipt, receiptFor, sendReceipt } from './support/receipts'
import { expect, test } from './support/test'

test('a receipt for an attempt that never was is kept and shown, with its evidence', async ({
  page,
  browser,
  stack,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({
    RouteA: 'instant',
  })
  const { id } = await waybill.submit({ maxAttempts: 1 })
  const packet = await waybill.closed(id)
  const strayed = await receiptFor(stack, packet, { delivered: false, reason: 'bounced after all' }, 2)
  expect(await sendReceipt(stack, strayed, `stray-${id}`)).toMatchObject({ status: 200, result: 'kept' })
  expect(await sendReceipt(stack, strayed, `stray-${id}`)).toMatchObject({ status: 200, result: 'duplicate' })

  await page.goto(pagePaths.receipts)
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
  const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: `Packet ${id}` }) })
  await expect(row).toHaveCount(1)
  await expect(row).toContainText('Unknown attempt')
  await expect(row).toContainText('bounced after all')
  await row.getByText('Evidence').click()
  await expect(row).toContainText('passed, key')
  await expect(row).toContainText('"token":"[removed]"')
  await row.getByRole('link', { name: `Packet ${id}` }).click()
  await expect(packetView.panel('Kept receipts')).toContainText('Unknown attempt')
  expect(await waybill.packet(id)).toMatchObject({ status: 'DELIVERED', flags: [] })

  // Kept receipts are in the HTML from the server, so that nothing jumps.
  const context = await browser.newContext({ javaScriptEnabled: false })
  const unscripted = new PacketView(await context.newPage())
  await unscripted.page.goto(`${stack.addresses.web}${pagePaths.packet(id)}`)
  await expect(unscripted.panel('Kept receipts')).toContainText('Unknown attempt')
  await context.close()
})

test('a receipt that contradicts an ended delivery is recorded, and flags the packet', async ({
  stack,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: 'instant' })
  const { id } = await waybill.submit()
  const packet = await waybill.closed(id)
  const bounced = await receiptFor(stack, packet, { delivered: false, reason: 'bounced after all' })
  expect(await sendReceipt(stack, bounced, `late-${id}`)).toMatchObject({ status: 200, result: 'recorded' })
  expect(await waybill.packet(id)).toMatchObject({ status: 'DELIVERED', flags: ['contradicted'] })
  await packetView.open(id)
  const evidence = packetView.panel('Evidence')
  await evidence.getByRole('button', { name: 'Show' }).click()
  await expect(evidence).toContainText('bounced after all')
})

test('another body under the same webhook-id is refused, kept, and shown as a contradiction', async ({
  stack,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ '*': 'silent' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  const packet = await waybill.accepted(id)
  const webhookId = randomUUID()
  const first = await sendReceipt(stack, await receiptFor(stack, packet, { delivered: true }), webhookId)
  expect(first).toMatchObject({ status: 200, result: 'recorded' })
  const second = await sendReceipt(stack, await receiptFor(stack, packet, { delivered: false }), webhookId)
  expect(second).toMatchObject({ status: 409, code: 'RECEIPT_CONTRADICTS' })

  await packetView.open(id)
  await expect(packetView.story).toContainText('RouteA confirmed')
  await expect(packetView.panel('Kept receipts')).toContainText('Contradiction')
  await packetView.panel('Evidence').getByRole('button', { name: 'Show' }).click()
  const evidence = packetView.panel('Evidence')
  await expect(evidence).toContainText('202, accepted')
  await expect(evidence).toContainText('passed, key')
  await expect(evidence).toContainText(webhookId)
})

test('forged receipts are counted live by reason, and filters stay in the address', async ({
  page,
  stack,
}) => {
  expect(await forgeReceipt(stack, 'RouteE')).toBe(401)
  await page.goto(pagePaths.receipts)
  const forged = page
    .getByRole('table', { name: 'Answered' })
    .getByRole('row', { name: /Refused: Bad signature RouteE/ })
  const count = Number(await forged.getByRole('cell').last().textContent())
  for (let each = 0; each < 3; each++) expect(await forgeReceipt(stack, 'RouteE')).toBe(401)
  await expect(forged.getByRole('cell').last()).toHaveText(String(count + 3))
  await expect(page.getByRole('list', { name: 'Last refused' })).toContainText('Bad signature, RouteE')

  await page.getByLabel('Reason').selectOption('CONTRADICTION')
  const packet = page.getByLabel('Packet id, exactly')
  await packet.fill('nobody-sent-this')
  await packet.press('Enter')
  await expect(page).toHaveURL(/reason=CONTRADICTION/)
  await expect(page).toHaveURL(/packet=nobody-sent-this/)
  await expect(page.getByRole('status').getByText('No receipt matches')).toBeAttached()
  await expect(packet).toBeFocused()
  await page.reload()
  await expect(page.getByText('No kept receipt matches')).toBeVisible()
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  await expect(page).toHaveURL(/\/receipts$/)
  await expect(packet).toHaveValue('')
  await expect(page.getByRole('main')).toBeFocused()
  await expect(page.getByRole('status').getByText('in all')).toBeAttached()
})

test('a receipt that misses the address shows where it came to', async ({ page, stack }) => {
  const path = '/API/callbacks/transmit'
  const missed = await fetch(`${stack.addresses.web}${path}`, { method: 'POST', body: '{}' })
  expect(missed.status).toBe(404)
  await page.goto(pagePaths.receipts)
  const answered = page.getByRole('table', { name: 'Answered' })
  await expect(answered.getByRole('row', { name: 'Refused: Sent to a wrong address' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Last refused' })).toContainText(`to ${path}`)
})

test('an id that no packet can have is refused in words, with a way out', async ({ page }) => {
  await page.goto(`${pagePaths.receipts}?packet=${encodeURIComponent('no such/id')}`)
  await expect(page.getByText('Could not load the receipts')).toBeVisible()
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  await expect(page.getByText('Could not load the receipts')).toBeHidden()
})

test('a receipt taken before a restart of the web process is still known after it, long before the deadline', async ({
  stack,
  waybill,
  carriers,
}) => {
  await carriers.behave({ '*': 'silent' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 600_000 })
  const packet = await waybill.accepted(id)
  const receipt = await receiptFor(stack, packet, { delivered: false, reason: 'blocked number' })
  expect(await sendReceipt(stack, receipt, id)).toMatchObject({ result: 'recorded' })
  await waybill.accepted(id, 2)

  await stack.restart('web')
  expect(await sendReceipt(stack, receipt, id)).toMatchObject({ result: 'duplicate' })
  const other = await receiptFor(stack, packet, { delivered: true })
  expect(await sendReceipt(stack, other, id)).toMatchObject({ code: 'RECEIPT_CONTRADICTS' })
  const { failedRouteProviders, flags } = await waybill.packet(id)
  expect([failedRouteProviders, flags]).toEqual([['RouteA'], []])
})

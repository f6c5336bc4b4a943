import { apiPath } from '@/lib/contract/paths'
import { held } from './support/carriers'
import { expect, test } from './support/test'
import { privateText } from './support/waybill'

test('a reload in the middle of a delivery shows where it is and goes on', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: held })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('Waiting for the receipt of RouteA')
  await page.reload({ waitUntil: 'commit' })
  await expect(packetView.story).toContainText('Waiting for the receipt of RouteA')
  await carriers.release()
  await expect(packetView.story).toContainText('RouteA confirmed')
})

test('a packet is canceled from its page, with a reason', async ({ page, waybill, carriers, packetView }) => {
  await carriers.behave({ '*': 'silent' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await packetView.open(id)
  await page.getByRole('button', { name: 'Cancel packet' }).click()
  const dialog = page.getByRole('dialog', { name: 'Cancel this packet?' })
  await expect(dialog.getByRole('button', { name: 'Cancel packet' })).toBeDisabled()
  await dialog.getByLabel('Reason').fill('wrong number')
  await dialog.getByRole('button', { name: 'Cancel packet' }).click()

  await expect(dialog).toBeHidden()
  await expect(packetView.story).toContainText('Canceled')
  await expect(packetView.story).toContainText('wrong number')
  await expect(page.getByRole('button', { name: 'Cancel packet' })).toBeHidden()
  await expect(page.getByRole('main')).toBeFocused()
  expect(await waybill.packet(id)).toMatchObject({ status: 'CANCELED' })
})

test('contents are sent to the browser only when they are requested', async ({
  page,
  waybill,
  packetView,
}) => {
  const text = privateText()
  const { id } = await waybill.submit({ text })
  await waybill.ended(id)
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname))
  const answer = await page.goto(`/packets/${id}`)
  await expect(packetView.connection).toHaveText('Final')
  await packetView.panel('Temporal events').getByRole('button', { name: 'Show' }).click()
  await expect(packetView.panel('Temporal events')).toContainText('WorkflowExecutionStarted')
  const base64 = Buffer.from(text).toString('base64')
  for (const shown of [await answer?.text(), await page.content()]) {
    expect(shown).not.toContain(text)
    expect(shown).not.toContain(base64)
  }
  expect(fetched).not.toContain(apiPath('/api/packets/{id}/contents', { id }))

  await packetView.panel('Contents').getByRole('button', { name: 'Show' }).click()
  await expect(packetView.panel('Contents')).toContainText(text)
})

test('contents are erased from the page, with a reason, and it says so from then on', async ({
  page,
  waybill,
  packetView,
}) => {
  const text = privateText()
  const { id } = await waybill.submit({ text })
  await waybill.ended(id)
  await packetView.open(id)
  const panel = packetView.panel('Contents')
  await panel.getByRole('button', { name: 'Show' }).click()
  await expect(panel).toContainText(text)
  await panel.getByRole('button', { name: 'Erase the contents' }).click()
  const dialog = page.getByRole('dialog', { name: 'Erase the contents of this packet?' })
  await dialog.getByLabel('Reason').fill('the customer asked')
  await dialog.getByRole('button', { name: 'Erase the contents' }).click()
  await expect(dialog).toBeHidden()
  await expect(panel).toContainText(/Contents were erased on .* UTC: the customer asked\./)
  await expect(panel).not.toContainText(text)
  await page.reload()
  await panel.getByRole('button', { name: 'Show' }).click()
  await expect(panel).toContainText('the customer asked')
})

test('evidence that is open follows the packet', async ({ waybill, carriers, packetView }) => {
  await carriers.behave({ RouteA: held })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await packetView.open(id)
  const evidence = packetView.panel('Evidence')
  await evidence.getByRole('button', { name: 'Show' }).click()
  await expect(evidence).toContainText('No receipt recorded.')
  await carriers.release()
  await expect(evidence).toContainText('passed, key')
})

test('the same run can be opened in the pages of Temporal', async ({
  page,
  request,
  waybill,
  packetView,
}) => {
  const { id } = await waybill.submit()
  const { runId } = await waybill.packetWhen(id, (packet) => packet.runId !== null)
  await packetView.open(id)
  const link = page.getByRole('link', { name: /Open this run in Temporal/ })
  const address = (await link.getAttribute('href')) ?? ''
  expect(address).toContain(`/packet-${id}/${runId}`)
  expect((await request.get(address)).status()).toBe(200)
})

test('an id that no packet has is said to be unknown', async ({ page }) => {
  const answer = await page.goto('/packets/nobody-sent-this')
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('link', { name: /packets/i }).first()).toBeVisible()
})

test("a carrier's words from right to left do not turn the sentence round", async ({
  waybill,
  carriers,
  packetView,
}) => {
  const reason = '\u202eהמספר חסום\u202c'
  await carriers.behave({ RouteA: { preset: 'refusing', refuseReason: reason }, RouteB: 'instant' })
  const { id } = await waybill.submit()
  await waybill.ended(id)
  await packetView.open(id)
  await expect(packetView.story).toContainText(/RouteA refused: המספר חסום, RouteB confirmed/)
  const left = async (text: string) =>
    (await packetView.story.locator('bdi', { hasText: text }).first().boundingBox())?.x ?? 0
  const places = [await left('RouteA'), await left('המספר חסום'), await left('RouteB')]
  expect(places).toEqual([...places].sort((one, other) => one - other))
})

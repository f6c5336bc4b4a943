import { pagePaths } from '@/lib/contract/paths'
import { expectNoViolation } from './support/axe'
import { heldBeyondDeadline } from './support/carriers'
import { forgeReceipt, receiptFor, sendReceipt } from './support/receipts'
import { expect, test } from './support/test'

test('packets', async ({ page, waybill, carriers }) => {
  await carriers.behave({ '*': 'refusing' })
  await waybill.ended((await waybill.submit()).id)
  await carriers.behave({ '*': 'silent', RouteB: 'refusing' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await page.goto(pagePaths.packets)
  await expect(page.getByRole('link', { name: `Packet ${id}` })).toBeVisible()
  await expectNoViolation(page)
  await page.getByRole('button', { name: 'Filters' }).click()
  await expect(page.getByRole('button', { name: 'Apply' })).toBeVisible()
  await expectNoViolation(page)
  await page.goto(`${pagePaths.packets}?q=nothing-is-called-so&flag=late`)
  await expect(page.getByText('No packet matches')).toBeVisible()
  await expectNoViolation(page)
})

test('the API reference', async ({ page }) => {
  await page.goto(pagePaths.reference)
  await page.getByRole('button', { name: 'Expand operation' }).first().click()
  await page.locator('#operations-Packets-submitPacket .opblock-summary-control').click()
  await expect(page.getByLabel('Request body')).toBeVisible()
  await expectNoViolation(page)
  // The request can be tried as it is filled in.
  await page.getByRole('button', { name: 'Execute' }).click()
  await expect(page.locator('.live-responses-table tbody .response-col_status')).toContainText('202')
  await expectNoViolation(page)
})

test('submit', async ({ page }) => {
  await page.goto(pagePaths.submit)
  await page.getByText('Advanced').click()
  await expectNoViolation(page)
  await page.getByLabel('Destination').fill('')
  await page.getByRole('button', { name: 'Submit packet' }).click()
  await expect(page.getByLabel('Destination')).toHaveAttribute('aria-invalid', 'true')
  await expectNoViolation(page)
})

test('a packet under way', async ({ page, waybill, carriers, packetView }) => {
  await carriers.behave({ '*': 'silent', RouteA: 'refusing', RouteB: { answerStatus: 400 } })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('waiting for the receipt of RouteC')
  await expectNoViolation(page)
  await page.getByRole('button', { name: 'Cancel packet' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoViolation(page)
})

test('a packet that has ended, with everything opened', async ({ page, waybill, carriers, packetView }) => {
  await carriers.behave({ RouteA: heldBeyondDeadline })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000 })
  await waybill.ended(id)
  await carriers.release()
  await packetView.open(id)
  await expect(packetView.story).toContainText('so it was delivered twice')
  await packetView.panel('Contents').getByRole('button', { name: 'Show' }).click()
  await packetView.panel('Evidence').getByRole('button', { name: 'Show' }).click()
  await packetView.panel('Temporal events').getByRole('button', { name: 'Show' }).click()
  await page.getByText('WorkflowExecutionStarted').click()
  await expect(packetView.panel('Contents').getByRole('radio', { name: 'Text' })).toBeVisible()
  await expectNoViolation(page)
})

test('providers', async ({ page }) => {
  // Every dialog is checked twice, in light and in dark colours.
  test.setTimeout(120_000)
  await page.goto(pagePaths.providers)
  await expect(page.getByRole('table', { name: 'Providers' })).toBeVisible()
  await expectNoViolation(page)
  await page.getByRole('button', { name: 'Change the time-out of RouteB' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoViolation(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Leave it' }).click()
  const buttons = [
    'Change order',
    'Drain RouteA',
    'Probe RouteA now',
    'Pause all sending',
    'Route by quality',
  ]
  for (const name of buttons) {
    await page.getByRole('button', { name, exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toHaveAccessibleDescription(/\.$/)
    await expectNoViolation(page)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  }
})

test('receipts', async ({ page, stack, waybill, carriers }) => {
  await carriers.behave({ RouteA: 'instant' })
  const packet = await waybill.closed((await waybill.submit()).id)
  await sendReceipt(stack, await receiptFor(stack, packet, { delivered: false }, 2), `late-${packet.id}`)
  await forgeReceipt(stack, 'RouteB')
  await page.goto(`${pagePaths.receipts}?packet=${packet.id}`)
  await page.getByRole('listitem').getByText('Evidence').click()
  await expectNoViolation(page)
  await page.goto(`${pagePaths.receipts}?packet=nobody-sent-this`)
  await expect(page.getByText('No kept receipt matches')).toBeVisible()
  await expectNoViolation(page)
})

test('addresses that lead nowhere', async ({ page }) => {
  for (const path of ['/nowhere', '/packets/nobody-sent-this']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoViolation(page)
  }
})

test('everything on the way to a delivery can be done with the keyboard alone', async ({
  page,
  packetView,
}) => {
  await page.goto(pagePaths.submit)
  await expect(page.getByLabel('Destination')).toBeEnabled()
  await page.getByLabel('Destination').focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('+4930999')
  await page.keyboard.press('Enter')
  await expect(packetView.story).toContainText('Delivered')
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
  await page.goto(pagePaths.packets)
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type(id)
  await expect(page).toHaveURL(/q=/)
  await page.getByRole('link', { name: `Packet ${id}` }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(pagePaths.packet(id))
  await expect(packetView.story).toContainText('Delivered')
})

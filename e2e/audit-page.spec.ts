import { randomUUID } from 'node:crypto'
import { pagePaths } from '@/lib/contract/paths'
import { expectNoViolation } from './support/axe'
import { expect, test } from './support/test'
import { privateText } from './support/waybill'

test('a packet is sent again, as it was and edited, and the audit tells who did what', async ({
  page,
  waybill,
  packetView,
}) => {
  const text = privateText()
  const [first, reason] = [await waybill.submit({ text }), `not received ${randomUUID()}`]
  await waybill.ended(first.id)

  await packetView.open(first.id)
  await page.getByRole('button', { name: 'Send again' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send this packet again?' })
  const confirm = dialog.getByRole('button', { name: 'Send again', exact: true })
  await expect(dialog).toContainText('has delivered it.')
  await dialog.getByLabel('Reason').fill(reason)
  await expect(confirm).toBeDisabled()
  await expectNoViolation(page)
  await dialog.getByRole('checkbox', { name: 'Send it again anyway' }).check()
  await confirm.click()
  await expect(packetView.panel('Related packets')).toContainText(`Sends again${first.id}`)
  await expectNoViolation(page)

  await packetView.panel('Related packets').getByRole('link', { name: first.id }).click()
  await expect(packetView.panel('Related packets')).toContainText('Sent again as')
  await expect(packetView.panel('What operators did')).toContainText(reason)
  const [again = ''] = (await waybill.packet(first.id)).repeatedBy
  await expect(packetView.panel('Related packets').getByRole('link', { name: again })).toBeVisible()

  await page.getByRole('button', { name: 'Send again' }).click()
  await expect(dialog).toContainText('It was sent again before.')
  await dialog.getByRole('link', { name: 'Edit it first' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Send again' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Text' })).toHaveValue(text)
  await page.getByLabel('Destination').fill('+016660009999')
  await page.getByLabel('Reason').fill(reason)
  await page.getByRole('checkbox', { name: 'Send it again anyway' }).check()
  await expectNoViolation(page)
  await page.getByRole('button', { name: 'Send again' }).click()
  await expect(packetView.facts).toContainText('+016660009999')
  await expect(packetView.panel('Related packets')).toContainText(`Sends again${first.id}`)

  await page.goto(`${pagePaths.audit}?action=packet.send-again`)
  const entries = page.getByRole('table', { name: 'What operators did, newest first' })
  const ofFirst = entries.getByRole('row').filter({ hasText: reason })
  await expect(ofFirst).toHaveCount(2)
  await expect(ofFirst.last()).toContainText(`Send packet again ${first.id}`)
  await expect(ofFirst.last()).toContainText(`as ${again}`)
  await expect(ofFirst.last()).toContainText('Done')
  await expect(ofFirst.last()).toContainText('Page')
  await expectNoViolation(page)
  await ofFirst.last().getByRole('link', { name: again }).click()
  await expect(packetView.panel('Related packets')).toContainText(`Sends again${first.id}`)
})

test('the audit is filtered in the address, follows by itself, and is exported, also on a phone', async ({
  page,
  waybill,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const reason = `not needed ${randomUUID()}`
  const { id } = await waybill.submit({ deliverAt: 'tomorrow at 9' })
  await page.goto(pagePaths.audit)
  const subject = page.getByLabel('Id or name of the subject, exactly')
  await subject.fill(id)
  await subject.press('Enter')
  await expect(page).toHaveURL(new RegExp(`subject=${id}`))
  await expect(page.getByRole('heading', { name: 'No entry matches' })).toBeVisible()
  await page.request.post(`/api/packets/${id}/actions/cancel`, { data: { reason, who: 'Ada Lovelace' } })
  const entry = page.getByRole('row').filter({ hasText: reason })
  await expect(entry).toContainText('Ada Lovelace')
  await expect(entry).toContainText('Cancel packet')
  await expectNoViolation(page)
  await page.getByLabel('Result').selectOption({ label: 'Refused' })
  await expect(page.getByRole('heading', { name: 'No entry matches' })).toBeVisible()
  await page.getByLabel('Result').selectOption({ label: 'Done' })
  await page.getByLabel('Kind of subject').selectOption({ label: 'Packet' })
  await expect(page).toHaveURL(/kind=packet/)
  await expect(entry).toBeVisible()
  await page.getByLabel('From where').selectOption({ label: 'Command line' })
  await expect(page).toHaveURL(/via=command-line/)
  await expect(page.getByRole('heading', { name: 'No entry matches' })).toBeVisible()
  await page.getByLabel('From where').selectOption({ label: 'Any' })
  await expect(entry).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export what is listed as CSV' }).click()
  expect((await download).suggestedFilename()).toBe('audit.csv')
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  await expect(page).not.toHaveURL(/subject=/)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(390)
})

test('the audit names a view, also after it was deleted', async ({ page }) => {
  const name = `Late ${randomUUID()}`
  const created = await page.request.post('/api/views', { data: { name, filter: {} } })
  const { id } = await created.json()
  await page.request.post(`/api/views/${id}/actions/delete`, { data: {} })
  await page.goto(pagePaths.audit)
  const subject = page.getByLabel('Id or name of the subject, exactly')
  await subject.fill(name)
  await subject.press('Enter')
  const entries = page.getByRole('row').filter({ hasText: name })
  await expect(entries).toHaveCount(2)
  await expect(entries.first()).toContainText(`Delete view ${name}`)
  await expect(entries.last()).toContainText(`Save view ${name}`)
  await expect(entries.getByRole('link')).toHaveCount(0)
})

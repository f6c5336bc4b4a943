import { randomUUID } from 'node:crypto'
import { withParams } from '@/lib/client/api'
import { pagePaths } from '@/lib/contract/paths'
import { expectNoViolation } from './support/axe'
import { expect, test } from './support/test'

test('all packets that a list shows are canceled once their number is typed, and each has its result', async ({
  page,
  waybill,
}) => {
  const destination = `+0166 ${randomUUID().slice(0, 8)}`
  const ids: string[] = []
  for (let count = 0; count < 12; count++)
    ids.push((await waybill.submit({ destination, deliverAt: 'in 2 hours' })).id)
  await page.goto(withParams(pagePaths.packets, { destination }))
  await page.getByRole('button', { name: 'Act on these' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Cancel 12 packets.')
  await expect(dialog).toContainText(destination)
  await expect(dialog.getByRole('listitem')).toHaveCount(5)
  await expectNoViolation(page)
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await dialog.getByLabel('Reason').fill('sent to the wrong number')
  await dialog.getByLabel('Your name').fill('Ada')
  const confirm = dialog.getByRole('button', { name: 'Cancel 12 packets' })
  await dialog.getByLabel('Type 12 to confirm').fill('11')
  await expect(confirm).toBeDisabled()
  await expectNoViolation(page)
  await dialog.getByLabel('Type 12 to confirm').fill('12')
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cancel 12 packets')
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText(
    'Completed. All 12 packets were done.',
  )
  const table = page.getByRole('region', { name: 'Packets' })
  await expect(table.getByRole('row').filter({ hasText: 'Canceled' })).toHaveCount(12)
  await expect(table.getByRole('button', { name: 'Done 12' })).toBeVisible()
  await expectNoViolation(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoViolation(page)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(390)

  await page.getByRole('link', { name: 'All bulk actions' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'sent to the wrong number' })).toContainText(
    'Completed',
  )
  await expectNoViolation(page)
  expect((await waybill.packet(ids[0] ?? '')).status).toBe('CANCELED')
})

import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectNoViolation } from './support/axe'
import { expect, test } from './support/test'

function csvFile(text: string, name = 'parcels.csv') {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) }
}

/** Lines of a file, one per destination, with `cells` giving each line. */
function rows(count: number, cells: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => cells(index)).join('\r\n')
}

async function choose(page: Page, file: ReturnType<typeof csvFile>): Promise<void> {
  await page.goto('/batches')
  const input = page.getByLabel('File', { exact: true })
  await expect(input).toBeEnabled()
  await input.setInputFiles(file)
}

test('columns are named, rows at fault are listed, and the others are delivered', async ({
  page,
  waybill,
}) => {
  const text = `destination,text,remark\r\n${rows(60, (index) => `+01666${index},Hello ${index},`)}\r\n,no destination,`
  await choose(page, csvFile(text))
  const form = page.getByRole('form', { name: 'New batch' })
  await expect(form.getByRole('alert')).toContainText('No column gives "source"')
  await expect(form.getByRole('button', { name: 'Upload and send' })).toBeDisabled()
  await form.getByRole('textbox', { name: 'Source' }).fill('+017771110000')
  await expect(form.getByText('60 rows are good among the first rows, 1 is at fault.')).toBeVisible()
  await expect(form.getByRole('region', { name: 'First rows' })).toContainText('Hello 4')
  await expect(form.getByRole('region', { name: 'Rows at fault' })).toContainText('destination')
  await expectNoViolation(page)
  await form.getByLabel('Column remark').selectOption('text')
  await expect(form.getByRole('alert')).toContainText('Two columns give "text"')
  await form.getByLabel('Column remark').selectOption('Not used')
  await form.getByRole('button', { name: 'Upload and send' }).click()
  await expect(page).toHaveURL(/\/batches\/b/)
  await expect(page.getByRole('heading', { name: 'Batch parcels.csv' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('All 60 packets were delivered.')
  await expect(page.getByRole('region', { name: '1 row at fault' })).toContainText('62')
  await expectNoViolation(page)
  const id = decodeURIComponent(page.url().split('/').at(-1) ?? '')
  expect(await waybill.packet(`${id}-2`)).toMatchObject({ status: 'DELIVERED', batch: { id, line: 2 } })

  await page.getByRole('button', { name: /^Delivered/ }).click()
  await expect(page.getByRole('table', { name: 'Packets' })).toHaveAttribute('aria-rowcount', '61')
  await page.getByPlaceholder('Id, source or destination').fill(`${id}-33`)
  await expect(page.getByRole('table', { name: 'Packets' })).toHaveAttribute('aria-rowcount', '2')

  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Results as CSV' }).click()
  const results = await readFile(await (await downloading).path(), 'utf8')
  expect(results.trimEnd().split('\r\n')).toHaveLength(61)
})

test('a batch is paused, goes on and is stopped', async ({ page, carriers }) => {
  test.setTimeout(120_000)
  await carriers.behave({ '*': { receiptChance: 0 } })
  const text = `source,destination,text,maxAttempts,receiptTimeoutMs\r\n${rows(1_500, (index) => `+0177,+01666${index},Hello,1,1000`)}`
  await choose(page, csvFile(text, 'slow.csv'))
  await page.getByRole('button', { name: 'Upload and send' }).click()
  const progress = page.getByRole('region', { name: 'Progress' })
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(progress).toContainText('Paused.')
  await expectNoViolation(page)
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(progress).toContainText('Running.')
  await page.getByRole('button', { name: 'Stop the batch' }).click()
  await page.getByLabel('Reason').fill('Wrong file')
  await page.getByRole('button', { name: 'Stop batch' }).click()
  await expect(progress).toContainText('Stopped. Wrong file.', { timeout: 60_000 })
})

test('the page of an unknown batch says so, and what to do', async ({ page }) => {
  await page.goto('/batches/nowhere')
  await expect(page.getByRole('heading', { name: 'No such batch' }).first()).toBeVisible()
  await expectNoViolation(page)
})

test('the page of batches fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await choose(page, csvFile('destination,text\r\n+01666,Hello'))
  await page.getByRole('form', { name: 'New batch' }).getByRole('textbox', { name: 'Source' }).fill('+0177')
  await expect(page.getByText('1 row is good')).toBeVisible()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})

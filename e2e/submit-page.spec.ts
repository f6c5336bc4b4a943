import { randomUUID } from 'node:crypto'
import { expect, test } from './support/test'
import { privateText } from './support/waybill'

test('each mistake stands beside its field, and nothing is sent', async ({ page }) => {
  let submitted = 0
  page.on('request', (request) => {
    if (request.method() === 'POST') submitted += 1
  })
  await page.goto('/submit')
  await page.getByLabel('Destination').fill('')
  await page.getByText('Advanced').click()
  await page.getByLabel('Id', { exact: true }).fill('no spaces allowed')
  await page.getByLabel('Attempts').fill('11')
  await page.getByRole('button', { name: 'Submit packet' }).click()
  for (const name of ['Destination', 'Id', 'Attempts']) {
    const field = page.getByRole('textbox', { name, exact: true })
    await expect(field).toHaveAttribute('aria-invalid', 'true')
  }
  await expect(page.getByLabel('Id', { exact: true })).toHaveAccessibleDescription(/Use 1 to 128/)
  await expect(page.getByText('3 fields need a correction.')).toBeVisible()
  await page.getByLabel('Attempts').fill('10')
  await page.getByLabel('Id', { exact: true }).fill('none-needed')
  await expect(page.getByText('1 field needs a correction.')).toBeVisible()
  await expect(page.getByLabel('Id', { exact: true })).toBeVisible()
  expect(submitted).toBe(0)
})

test('an expiry that is half filled in is refused, until it is whole or empty', async ({ page }) => {
  let submitted = 0
  page.on('request', (request) => {
    if (request.method() === 'POST') submitted += 1
  })
  await page.goto('/submit')
  await page.getByText('Advanced').click()
  const expiry = page.getByLabel('Expires at')
  const submit = page.getByRole('button', { name: 'Submit packet' })
  // The cursor is in the field of the month.
  await expiry.focus()
  await page.keyboard.type('12')
  await submit.click()
  await expect(expiry).toHaveAccessibleDescription('Enter a date and a time.')
  expect(submitted).toBe(0)
  await expiry.focus()
  await page.keyboard.press('Backspace')
  await page.getByLabel('Attempts').focus()
  await expect(expiry).toHaveAttribute('aria-invalid', 'false')
})

test('a taken id is reported beside the id field', async ({ page, waybill }) => {
  const { id } = await waybill.submit()
  await page.goto('/submit')
  await page.getByRole('textbox', { name: 'Text' }).fill(privateText())
  await page.getByText('Advanced').click()
  await page.getByLabel('Id', { exact: true }).fill(id)
  await page.getByRole('button', { name: 'Submit packet' }).click()
  await expect(page.getByLabel('Id', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await expect(page).toHaveURL(/\/submit$/)
})

test('a file is delivered byte for byte, with its own settings', async ({ page, waybill, packetView }) => {
  const id = `file-${randomUUID()}`
  const bytes = Buffer.from([0, 255, 254, 10, 13, 128])
  await page.goto('/submit')
  const file = page.getByRole('radio', { name: 'File' })
  // The text covers the radio button, so the click is forced. A forced click does not wait for hydration.
  await expect(file).toBeEnabled()
  await file.check({ force: true })
  await page.locator('input[type=file]').setInputFiles({ name: 'reading.bin', mimeType: '', buffer: bytes })
  await page.getByText('Advanced').click()
  await page.getByLabel('Id', { exact: true }).fill(id)
  await page.getByLabel('Attempts').fill('2')
  await page.getByLabel('Receipt time-out, seconds').fill('3.5')
  await page.getByRole('button', { name: 'Submit packet' }).click()
  await expect(page).toHaveURL(`/packets/${id}`)
  await expect(packetView.story).toContainText('Delivered')
  const { maxAttempts, attempts } = await waybill.packet(id)
  expect(maxAttempts).toBe(2)
  const [attempt] = attempts
  expect(Date.parse(attempt?.deadline ?? '') - Date.parse(attempt?.transmittedAt ?? '')).toBe(3_500)
  await packetView.panel('Contents').getByRole('button', { name: 'Show' }).click()
  await expect(packetView.panel('Contents')).toContainText('00 ff fe 0a 0d 80')
})

test('nothing can be typed or sent before the page has come alive', async ({ browser, stack }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${stack.addresses.web}/submit`)
  await expect(page.getByLabel('Destination')).toHaveValue('+016660002222')
  await expect(page.getByLabel('Destination')).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Submit packet' })).toBeDisabled()
  await context.close()
})

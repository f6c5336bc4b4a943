import { randomUUID } from 'node:crypto'
import type { Request } from '@playwright/test'
import { held } from './support/carriers'
import { rowOf } from './support/packet-row'
import { expect, test } from './support/test'

test('the list shows a packet as soon as it is submitted and every change without a reload', async ({
  page,
  waybill,
  carriers,
}) => {
  await carriers.behave({ RouteA: 'refusing', RouteB: held })
  await page.goto('/packets')
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  const row = rowOf(page, id)
  await expect(row.getByRole('button', { name: /^Route: RouteA: refused.*; RouteB/ })).toBeVisible()
  await expect(row).toContainText('Transmitting')
  await carriers.release()
  await expect(row).toContainText('Delivered')
  await expect(
    row.getByRole('button', { name: /^Route: RouteA: refused.*; RouteB: confirmed/ }),
  ).toBeVisible()
})

test('a filter is kept in the address and survives a reload', async ({ page, waybill, carriers }) => {
  await carriers.behave({ '*': 'refusing' })
  const prefix = `filter-${randomUUID().slice(0, 8)}`
  const exhausted = await waybill.submit({ id: `${prefix}-1` })
  await waybill.ended(exhausted.id)
  await carriers.behave({})
  const delivered = await waybill.submit({ id: `${prefix}-2` })
  await waybill.ended(delivered.id)

  await page.goto('/packets')
  await page.getByRole('searchbox').fill(prefix)
  const link = (id: string) => page.getByRole('link', { name: `Packet ${id}` })
  await expect(link(exhausted.id)).toBeVisible()
  await expect(link(delivered.id)).toBeVisible()
  await page.getByRole('group', { name: 'Status' }).getByRole('button', { name: 'Exhausted' }).click()
  await expect(link(delivered.id)).toBeHidden()
  await expect(page).toHaveURL(/status=EXHAUSTED/)
  await page.reload()
  await expect(link(exhausted.id)).toBeVisible()
  await expect(link(delivered.id)).toBeHidden()
  await link(exhausted.id).click()
  await expect(page).toHaveURL(`/packets/${exhausted.id}`)
})

test('the order is chosen with the keyboard, kept in the address, and not a filter', async ({
  page,
  waybill,
}) => {
  const prefix = `order-${randomUUID().slice(0, 8)}`
  const ids = [`${prefix}-1`, `${prefix}-2`, `${prefix}-3`]
  for (const id of ids) await waybill.submit({ id })
  const shown = () =>
    page.locator('[data-row-link]').evaluateAll((links) => links.map((link) => link.getAttribute('title')))

  await page.goto(`/packets?q=${prefix}`)
  const order = page.getByRole('combobox', { name: 'Order' })
  await expect(order).toHaveValue('active')
  await order.focus()
  await page.keyboard.press('ArrowDown')
  await expect(order).toHaveValue('newest')
  await page.keyboard.press('ArrowDown')
  await expect(order).toHaveValue('oldest')
  await expect(page).toHaveURL(/sort=oldest/)
  await expect.poll(shown).toEqual(ids)
  await page.reload()
  await expect.poll(shown).toEqual(ids)
  await order.selectOption('Newest first')
  await expect.poll(shown).toEqual(ids.toReversed())
  await expect(page.getByRole('list', { name: 'Filters in force' })).toBeHidden()
  await order.selectOption('Unfinished first')
  await expect(page).not.toHaveURL(/sort=/)
})

test('a search without a match says what to do next', async ({ page, waybill }) => {
  await waybill.submit()
  await page.goto('/packets?q=nothing-is-called-so')
  await expect(page.getByText('No packet matches')).toBeVisible()
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  await expect(page.getByRole('table', { name: 'Packets' })).toBeVisible()
})

test('an address with an impossible filter says which, and how to go on', async ({ page, waybill }) => {
  await waybill.submit()
  const answer = await page.goto('/packets?from=yesterday')
  expect(answer?.status()).toBe(200)
  await expect(page.getByRole('alert').filter({ hasText: 'from' })).toBeVisible()
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Not live')
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  await expect(page.getByRole('table', { name: 'Packets' })).toBeVisible()
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
})

test('the list needs at most 260 kB of compressed JavaScript', async ({ page }) => {
  const scripts: Request[] = []
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') scripts.push(request)
  })
  await page.goto('/packets', { waitUntil: 'load' })
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
  const sizes = await Promise.all(scripts.map((script) => script.sizes()))
  const bytes = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0)
  expect(bytes).toBeGreaterThan(100_000)
  expect(bytes).toBeLessThanOrEqual(260_000)
})

test('an address whose "+" was typed into the address bar is found, and shown as what it is', async ({
  page,
  waybill,
}) => {
  const number = `+${Date.now()}`
  const { id } = await waybill.submit({ destination: `\u202a${number}\u202c` })
  await page.goto(`/packets?destination=${number}`)
  await expect(page.getByRole('link', { name: `Packet ${id}` })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Filters in force' })).toContainText(number)
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
  await page.goto('/packets')
  await page.getByRole('searchbox').fill(`\u200b${number}\u00a0`)
  await page.getByRole('searchbox').press('Enter')
  await expect(page.getByRole('link', { name: `Packet ${id}` })).toBeVisible()
  await page.getByRole('searchbox').fill('a\u200bb')
  await expect(page.getByRole('alert').filter({ hasText: 'U+200B ZERO WIDTH SPACE' })).toBeVisible()
})

test('nothing can be typed or chosen before the page has come alive', async ({ browser, stack }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${stack.addresses.web}/packets?q=abc`)
  await expect(page.getByRole('searchbox')).toHaveValue('abc')
  await expect(page.getByRole('searchbox')).toBeDisabled()
  await expect(page.getByRole('combobox', { name: 'Order' })).toBeDisabled()
  await context.close()
})

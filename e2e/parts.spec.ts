// Parts of the pages that are loaded on first use: when loading is slow, fails, and is tried again.
import type { Page } from '@playwright/test'
import { pagePaths } from '@/lib/contract/paths'
import { rowOf } from './support/packet-row'
import { expect, test } from './support/test'

const chunks = '**/_next/static/chunks/**'

async function openList(page: Page) {
  await page.goto('/packets')
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
}

/** Holds back scripts. @returns a function that lets them through */
async function holdChunks(page: Page): Promise<() => void> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(chunks, async (route) => {
    await released
    await route.continue()
  })
  return () => release()
}

test('words are not searched for as text before their meaning is known', async ({ page, waybill }) => {
  await waybill.submit()
  await openList(page)
  const release = await holdChunks(page)
  await page.getByRole('searchbox').fill('failed over today')
  const longerThanAPause = Date.now() + 1_000
  await expect.poll(() => Date.now()).toBeGreaterThan(longerThanAPause)
  await expect(page).toHaveURL('/packets')
  release()
  await page.getByRole('searchbox').press('Enter')
  await expect(page).toHaveURL(/within=today.*failedOver=true/)
})

test('what is typed while the palette is loaded is typed into it', async ({ page, waybill }) => {
  await waybill.submit()
  await openList(page)
  const release = await holdChunks(page)
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Find a packet, a page or an action' })
  await expect(palette).toContainText('Loading')
  await page.keyboard.type('go to prov')
  release()
  await expect(palette.getByRole('combobox')).toHaveValue('go to prov')
  await page.keyboard.type('iders')
  await expect(palette.getByRole('combobox')).toHaveValue('go to providers')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/providers')
})

test('a part that cannot be loaded says so, and comes when it is tried again', async ({ page, waybill }) => {
  await waybill.submit()
  await openList(page)
  await page.route(chunks, (route) => route.abort())
  const filters = page.getByRole('button', { name: 'Filters' })
  await filters.click()
  const failed = page.getByRole('alert').filter({ hasText: 'The menu could not be loaded' })
  await expect(failed).toBeVisible()
  await expect(filters).toHaveAttribute('aria-expanded', 'false')
  await page.unroute(chunks)
  await failed.getByRole('button', { name: 'Try again' }).click()
  const box = page.getByRole('dialog', { name: 'Filters' })
  await expect(box.getByLabel('Provider')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(box).toBeHidden()
  await expect(filters).toBeFocused()
  await filters.click()
  await expect(box).toBeVisible()
  await filters.click()
  await expect(box).toBeHidden()
})

test('the words of a route are shown on focus, which stays in place, and on hover', async ({
  page,
  waybill,
}) => {
  const { id } = await waybill.submit()
  await waybill.ended(id)
  await openList(page)
  const route = rowOf(page, id).getByRole('button', { name: /^Route: RouteA: confirmed/ })
  await route.focus()
  const words = page.getByRole('tooltip', { name: /RouteA/ })
  await expect(words).toBeAttached()
  await expect(route).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(words).not.toBeAttached()
  await page.mouse.move(0, 0)
  await route.blur()
  await route.hover()
  await expect(words).toBeAttached()
})

test('the API reference keeps its placeholder until its library is loaded, also when that is tried again', async ({
  page,
}) => {
  // No other chunk is nearly as large as the library.
  await page.route(chunks, async (route) => {
    const response = await route.fetch()
    if ((await response.body()).length > 1_000_000) await route.abort()
    else await route.fulfill({ response })
  })
  const read = page.waitForResponse('**/api/openapi.json')
  await page.goto(pagePaths.reference)
  await (await read).finished()
  const failed = page.getByRole('region', { name: 'Messages' }).getByText('The reference could not be loaded')
  await expect(failed).toBeVisible()
  await expect(page.getByText('Loading the reference')).toBeAttached()
  await page.unroute(chunks)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('main').getByRole('heading', { name: 'Operations', exact: true })).toBeVisible()
  await expect(page.getByText('Loading the reference')).not.toBeAttached()
})

import type { Locator } from '@playwright/test'
import { call } from '@/lib/client/api'
import { pagePaths } from '@/lib/contract/paths'
import { expectNoViolation } from './support/axe'
import { change, tidyUpAfterEach } from './support/providers'
import { expect, test } from './support/test'

tidyUpAfterEach()

test('the overview draws what ended, says it as a table too, and leads to the packets', async ({
  page,
  waybill,
  carriers,
}) => {
  await carriers.behave({ RouteA: 'refusing' })
  const { id } = await waybill.submit()
  await waybill.ended(id)
  await page.goto(pagePaths.overview)
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await expect(
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }),
  ).toHaveAttribute('aria-current', 'page')
  const figures = page.getByRole('region', { name: 'Packets a minute, by how they ended' })
  const chart = figures.getByRole('img', { name: 'Packets a minute, by how they ended.' })
  const width = await chart.evaluate(({ clientWidth }) => clientWidth)
  await chart.hover({ position: { x: width - 12, y: 40 } })
  await expect(chart.getByText(/^From \d\d:\d\d, so far$/)).toBeVisible()
  await expectNoViolation(page)
  await figures.getByRole('radio', { name: 'Table' }).check({ force: true })
  const newest = figures.getByRole('table', { name: 'Packets that ended' }).getByRole('row').nth(2)
  await expect(newest).toContainText('so far')
  await expect(page.getByRole('table', { name: 'Time to receipt' })).toContainText('RouteB')
  await expectNoViolation(page)
  await page.getByRole('radio', { name: '7 d' }).check({ force: true })
  await expect(page).toHaveURL(/window=7d/)
  const { since } = await call('GET /api/overview', { query: { window: '7d' }, origin: waybill.url })
  const told = page
    .getByText('Ended', { exact: true })
    .locator('..')
    .getByText(/^since /)
  await expect(told).toHaveAttribute('datetime', since)
  await figures.getByRole('link', { name: 'Delivered' }).click()
  await expect(page).toHaveURL(/status=DELIVERED/)
})

test('shows the same numbers as the list, and updates while it is open', async ({ page, waybill }) => {
  await waybill.ended((await waybill.submit()).id)
  await page.goto(`${pagePaths.overview}?window=7d`)
  const ended = page
    .getByText('Ended', { exact: true })
    .locator('..')
    .getByText(/packets?$/)
  const before = await countIn(ended)
  await waybill.ended((await waybill.submit()).id)
  // At least one more, since packets of other tests may end as well.
  await expect.poll(() => countIn(ended)).toBeGreaterThan(before)
  const delivered = page
    .getByRole('list', { name: 'Endings' })
    .getByRole('listitem')
    .filter({ hasText: 'Delivered' })
  const least = await countIn(delivered)
  await delivered.getByRole('link').click()
  const listed = page.getByText(/^[\d,]+ packets match/)
  await expect.poll(() => countIn(listed)).toBeGreaterThanOrEqual(least)
  await page.goBack()
  await expect.poll(() => countIn(delivered)).toBeGreaterThanOrEqual(least)
})

async function countIn(place: Locator): Promise<number> {
  return Number.parseInt(((await place.textContent()) ?? '').replace(/\D/g, ''), 10)
}

test('a drained provider needs an operator, until it is resumed', async ({ page }) => {
  await page.goto(pagePaths.providers)
  await change(page, 'Drain RouteC', 'Drain', 'announced maintenance')
  await page.goto(pagePaths.overview)
  const findings = page.getByRole('list', { name: 'What should be set right' })
  await expect(findings).toContainText('RouteC is drained. An operator drained it: "announced maintenance".')
  await expectNoViolation(page)
  await findings.getByRole('link', { name: 'Look at it: RouteC is drained.' }).click()
  await change(page, 'Resume RouteC', 'Resume', 'maintenance is over')
  await page.goto(pagePaths.overview)
  await expect(page.getByText('RouteC is drained.')).toHaveCount(0)
})

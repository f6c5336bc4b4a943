import type { Page } from '@playwright/test'
import { apiPath, pagePaths } from '@/lib/contract/paths'
import { scoreboardSchema } from '@/lib/contract/scoreboard'
import { expectNoViolation } from '../support/axe'
import { expect, test } from '../support/browser-test'
import { type Behaviour, Carriers, heldBeyondDeadline } from '../support/carriers'
import { type OwnStack, startOwnStack } from '../support/own-stack'
import { Waybill } from '../support/waybill'

// Narrower screens show the name above each number instead of a table head.
test.use({ viewport: { width: 1440, height: 900 } })

/** A stack of its own, because the shared one has packets of other tests. */
let own: OwnStack

test.beforeAll(async () => {
  test.setTimeout(90_000)
  own = await startOwnStack('stack-scoreboard', { SETTLING_MS: '3000' })
})

test.afterAll(() => own.stack.stop())

/** Successive behaviours of the first two providers, each with a number of packets. */
const acts: { packets: number; behaviour: Behaviour; receiptTimeoutMs?: number }[] = [
  { packets: 6, behaviour: {} },
  { packets: 3, behaviour: { RouteA: 'refusing' } },
  { packets: 2, behaviour: { RouteA: 'silent' }, receiptTimeoutMs: 1_000 },
  {
    packets: 1,
    behaviour: { RouteA: heldBeyondDeadline },
    receiptTimeoutMs: 1_000,
  },
  { packets: 1, behaviour: { RouteA: { answerStatus: 422 } } },
  { packets: 1, behaviour: { RouteA: 'down' } },
]

async function countedPackets(): Promise<number> {
  const response = await fetch(`${own.stack.addresses.web}${apiPath('/api/providers/scoreboard')}?window=1h`)
  return scoreboardSchema.parse(await response.json()).countedPackets
}

function cellsOf(page: Page, provider: string) {
  const name = new RegExp(`^${provider}`)
  return page.getByRole('table', { name: 'Scoreboard' }).getByRole('row', { name }).getByRole('cell')
}

test('after deliveries by carriers of every kind the scoreboard has the right numbers', async ({ page }) => {
  test.setTimeout(120_000)
  const { web, carrier } = own.stack.addresses
  const waybill = new Waybill(web)
  await page.goto(`${web}${pagePaths.providers}?window=1h`)
  const panel = page.getByRole('region', { name: 'Scoreboard' })
  await expect(panel).toContainText('No packet has ended in the last hour')

  for (const { packets, behaviour, ...order } of acts) {
    await new Carriers(carrier).behave(behaviour)
    const submitted = await Promise.all(Array.from({ length: packets }, () => waybill.submit(order)))
    await Promise.all(submitted.map(({ id }) => waybill.ended(id)))
    if (behaviour.RouteA === heldBeyondDeadline) await new Carriers(carrier).release()
  }
  const all = acts.reduce((sum, { packets }) => sum + packets, 0)
  // The scoreboard is computed at most once a second.
  await expect.poll(countedPackets, { timeout: 3_000 }).toBe(all)

  await expect(panel).toContainText(`${all} packets ended since`)
  const texts = async (provider: string) => (await cellsOf(page, provider).allInnerTexts()).slice(0, 9)
  // Attempts, confirmed, refused, silent, late, rejected, unreachable, not waited for, doubled.
  await expect(async () => {
    expect(await texts('RouteA')).toEqual(['14', '6 · 43 %', '3', '3', '1', '1', '1', '0', '1'])
    expect(await texts('RouteB')).toEqual(['8', '8 · 100 %', '0', '0', '0', '0', '0', '0', '1'])
  }).toPass({ timeout: 10_000 })
  await expect(cellsOf(page, 'RouteC')).toHaveText('Not tried in this window')
  await expect(page.getByRole('img', { name: /^Receipt times: 10 receipts/ })).toBeVisible()
})

test('what another time-out would mean is shown for the chosen one, also by keyboard', async ({ page }) => {
  await page.goto(`${own.stack.addresses.web}${pagePaths.providers}?window=1h`)
  await page.getByRole('button', { name: 'What if RouteA had another time-out' }).press('Enter')
  const slider = page.getByRole('slider', { name: 'Time-out' })
  await expect(slider).toHaveAttribute('aria-valuetext', '10 s')
  await expect(page.getByText('a time-out can be recommended from 30 on')).toBeVisible()
  await slider.press('Home')
  // Nine of the ten receipts came within the first second; two of the twelve packets stayed without a receipt.
  await expect(page.getByRole('status').filter({ hasText: 'instead of' })).toHaveText(
    /^With 1 s instead of 10 s: \d+(\.\d)? % fewer receipts in time, .* less waiting per hundred packets\.$/,
  )
  await page.getByText('7 days').click()
  await expect(page).toHaveURL(/window=7d/)
  await expect(cellsOf(page, 'RouteA').first()).toHaveText('14', { useInnerText: true })
})

for (const width of [1440, 1024, 390]) {
  test(`it is accessible and fits a screen ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 })
    await page.goto(`${own.stack.addresses.web}${pagePaths.providers}?window=1h`)
    await page.getByRole('button', { name: 'What if RouteA' }).click()
    await expect(page.getByRole('slider', { name: 'Time-out' })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await expectNoViolation(page)
  })
}

test('a narrower desktop screen has the table too, with the rare failures in one column', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1024, height: 844 })
  await page.goto(`${own.stack.addresses.web}${pagePaths.providers}?window=1h`)
  const table = page.getByRole('table', { name: 'Scoreboard' })
  await expect(table.getByRole('columnheader', { name: 'Other' })).toBeVisible()
  await expect(table.getByRole('columnheader', { name: 'Rejected' })).toBeHidden()
  // Attempts, confirmed, refused, silent, late, other, doubled.
  const texts = (await cellsOf(page, 'RouteA').allInnerTexts()).slice(0, 7)
  expect(texts).toEqual(['14', '6 · 43 %', '3', '3', '1', '2', '1'])
  await page.getByRole('button', { name: 'What if RouteA' }).click()
  await expect(table).toContainText('Other: 1 rejected, 1 unreachable, 0 not waited for.')
  for (const name of ['Scoreboard', 'Providers']) {
    const sticksOut = await page.getByRole('table', { name }).evaluate((each) => {
      const right = each.getBoundingClientRect().right
      return [...each.querySelectorAll('td, th')].some(
        (cell) => cell.getBoundingClientRect().right > right + 1,
      )
    })
    expect([name, sticksOut]).toEqual([name, false])
  }
})

test('the chosen time-out is applied with a reason', async ({ page }) => {
  await page.goto(`${own.stack.addresses.web}${pagePaths.providers}?window=1h`)
  await page.getByRole('button', { name: 'What if RouteA' }).click()
  await page.getByRole('slider', { name: 'Time-out' }).press('Home')
  await page.getByRole('button', { name: 'Use 1 s as the time-out of RouteA' }).click()
  await page.getByLabel('Reason').fill('Its receipts come at once')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(page.getByText('1 s is the present time-out.')).toBeVisible()
  await expect(page.getByText('Its receipts come at once')).toBeVisible()
})

import type { Page } from '@playwright/test'
import { pagePaths } from '@/lib/contract/paths'
import { held } from './support/carriers'
import { expect, test } from './support/test'
import { privateText } from './support/waybill'

const width = 390
/** The width of the narrowest phones, and of pages that are enlarged. */
const narrowest = 320

test.use({ viewport: { width, height: 844 }, isMobile: true, hasTouch: true })

/** Expects no horizontal scrolling at either width; otherwise reports what is too wide. */
async function expectToFit(page: Page): Promise<void> {
  for (const each of [narrowest, width]) {
    await page.setViewportSize({ width: each, height: 844 })
    expect(await stickingOut(page, each), `at ${each} px`).toEqual([])
  }
}

function stickingOut(page: Page, most: number): Promise<string[]> {
  return page.evaluate((most) => {
    if (document.documentElement.scrollWidth <= most) return []
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right + scrollX > most,
    )
    return wide.map((element) => element.outerHTML.slice(0, 200))
  }, most)
}

const longest = {
  id: 'x'.repeat(128),
  source: 'א'.repeat(100),
  destination: `${'wide'.repeat(49)}🙂`,
}

test('a packet is submitted, watched, found again and canceled on a phone', async ({
  page,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: { preset: 'refusing', receiptDelayMs: [0, 0] }, '*': 'silent' })
  await page.goto(pagePaths.packets)
  const bar = page.getByRole('navigation', { name: 'Main' })
  await bar.getByRole('link', { name: 'Submit' }).tap()
  await expect(page.getByRole('heading', { name: 'Submit' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Text' }).fill(privateText())
  await page.getByText('Advanced').tap()
  await page.getByLabel('Receipt time-out, seconds').fill('60')
  await expectToFit(page)
  await page.getByRole('button', { name: 'Submit packet' }).tap()
  await expect(packetView.story).toContainText('waiting for the receipt of RouteB')
  await expectToFit(page)
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')

  await bar.getByRole('link', { name: 'Packets' }).tap()
  await page.getByRole('link', { name: `Packet ${id}` }).tap()
  await page.getByRole('button', { name: 'Cancel packet' }).tap()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('from a phone')
  await expectToFit(page)
  await dialog.getByRole('button', { name: 'Cancel packet' }).tap()
  await expect(packetView.story).toContainText('from a phone')
})

test('the longest ids and addresses break no page', async ({ page, waybill, carriers, packetView }) => {
  await carriers.behave({ '*': { preset: 'refusing', refuseReason: 'no'.repeat(250) } })
  const { id } = await waybill.submit({ ...longest, maxAttempts: 10 })
  await waybill.ended(id)
  await packetView.open(id)
  await expect(packetView.story).toContainText('No route')
  await expectToFit(page)
  for (const panel of ['Evidence', 'Contents', 'Temporal events']) {
    await packetView.panel(panel).getByRole('button', { name: 'Show' }).tap()
  }
  await expect(packetView.panel('Evidence')).toContainText('not delivered')
  await page.getByText('WorkflowExecutionStarted').tap()
  await expectToFit(page)
  await page.goto(pagePaths.packets)
  await expect(page.getByRole('link', { name: `Packet ${id}` })).toBeVisible()
  await expectToFit(page)
  for (const path of [
    pagePaths.providers,
    pagePaths.receipts,
    pagePaths.health,
    pagePaths.notifications,
    pagePaths.queues,
    pagePaths.submit,
    '/nowhere',
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectToFit(page)
  }
})

test('the longest keys of a queue break no page', async ({ page, waybill, carriers, packetView }) => {
  await carriers.behave({ RouteA: held })
  const order = { orderingKey: 'k'.repeat(128), fairnessKey: 'f'.repeat(200), priority: 5 }
  const first = await waybill.submit({ ...order, id: 'z'.repeat(128), receiptTimeoutMs: 60_000 })
  await waybill.accepted(first.id)
  const second = await waybill.submit({ ...order, id: `${'z'.repeat(127)}2` })
  await page.goto(pagePaths.queues)
  await expect(page.getByRole('rowheader', { name: order.orderingKey })).toBeVisible()
  await expectToFit(page)
  await page.getByRole('button', { name: `Hold ${order.orderingKey}` }).tap()
  await page.getByRole('dialog').getByLabel('Reason').fill('w'.repeat(200))
  await page.getByRole('dialog').getByRole('button', { name: 'Hold queue' }).tap()
  await expect(page.getByRole('table', { name: 'Queues' })).toContainText('w'.repeat(200))
  await expectToFit(page)
  await page.getByRole('button', { name: `Release ${order.orderingKey}` }).tap()
  await packetView.open(second.id)
  await expect(packetView.story).toContainText(`Packet ${first.id} is under way.`)
  await expectToFit(page)
  await page.goto(`${pagePaths.packets}?${new URLSearchParams({ orderingKey: order.orderingKey })}`)
  await expect(page.getByRole('link', { name: `Packet ${second.id}` })).toBeVisible()
  await expectToFit(page)
  await carriers.release()
  await waybill.ended(first.id)
})

test('messages about a long id, file or reason stay in their place', async ({ page, waybill }) => {
  const id = 'y'.repeat(128)
  await waybill.submit({ id })
  await page.goto(pagePaths.submit)
  const file = page.getByRole('radio', { name: 'File' })
  await expect(file).toBeEnabled()
  await file.check({ force: true })
  const name = `${'wide'.repeat(60)}.bin`
  const chooser = page.locator('input[type=file]')
  await chooser.setInputFiles({ name, mimeType: '', buffer: Buffer.alloc(300_000) })
  await expect(chooser).toHaveAccessibleDescription(/at most 256 KiB fit/)
  await expectToFit(page)
  await chooser.setInputFiles({ name, mimeType: '', buffer: Buffer.from(privateText()) })
  await expect(chooser).toHaveAccessibleDescription(name)
  await expectToFit(page)
  await page.getByText('Advanced').tap()
  await page.getByLabel('Id', { exact: true }).fill(id)
  await page.getByRole('button', { name: 'Submit packet' }).tap()
  await expect(page.getByLabel('Id', { exact: true })).toHaveAccessibleDescription(/is taken/)
  await expectToFit(page)
})

test('filters of the longest words stay in their place, each and all together', async ({ page }) => {
  const filters = {
    provider: 'W'.repeat(64),
    destination: 'D'.repeat(64),
    source: 'S'.repeat(200),
    orderingKey: 'O'.repeat(128),
    fairnessKey: 'F'.repeat(200),
    flag: 'waiting',
    to: '2020-01-01T00:00:00Z',
    q: 'q'.repeat(128),
  }
  for (const [name, value] of [...Object.entries(filters), ['all', '']]) {
    const each = name === 'all' ? filters : { [name ?? '']: value ?? '' }
    await page.goto(`${pagePaths.packets}?${new URLSearchParams(each)}`)
    await expect(page.getByText('No packet matches')).toBeVisible()
    await expectToFit(page)
  }
  const [filtersInForce, remove] = [
    page.getByRole('list', { name: 'Filters in force' }),
    page.getByRole('button', { name: 'Remove the filter Destination' }),
  ]
  await expect(filtersInForce.getByText('D'.repeat(64))).toBeVisible()
  await remove.tap()
  await expect(remove).toBeHidden()
  await page.goto(
    `${pagePaths.receipts}?${new URLSearchParams({ provider: filters.provider, packet: filters.q })}`,
  )
  await expect(page.getByText('No kept receipt matches')).toBeVisible()
  await expectToFit(page)
})

test('the chart above the list and its table stay in their place', async ({ page }) => {
  await page.goto(`${pagePaths.packets}?chart=24h`)
  const panel = page.getByRole('region', { name: 'Packets by when they ended' })
  await expect(panel.getByRole('img', { name: 'Packets by when they ended' })).toBeVisible()
  await expectToFit(page)
  await panel.getByRole('radio', { name: 'Table' }).check({ force: true })
  await expect(panel.getByRole('table', { name: 'Packets that ended' })).toBeVisible()
  await expectToFit(page)
})

test('a filter by status is in view, however far along the strip it stands', async ({ page }) => {
  await page.goto(`${pagePaths.packets}?status=CANCELED`)
  const chip = page.getByRole('group', { name: 'Status' }).getByRole('button', { name: /^Canceled/ })
  await expect(chip).toHaveAttribute('aria-pressed', 'true')
  await expect(chip).toBeInViewport({ ratio: 1 })
})

test('many views stay in one strip, with the shown one in view', async ({ page, request }) => {
  const names = Array.from({ length: 20 }, (_, n) => `Phone ${n} ${Date.now()}`)
  const made = []
  for (const [n, name] of names.entries()) {
    const response = await request.post('/api/views', { data: { name, filter: { source: `+1555${n}` } } })
    made.push(await response.json())
  }
  try {
    await page.goto(`${pagePaths.packets}?source=%2B155519`)
    const views = page.getByRole('group', { name: 'Views' })
    const last = views.getByRole('button', { name: /^Phone 19/ })
    await expect(last).toHaveAttribute('aria-pressed', 'true')
    await expect(last).toBeInViewport({ ratio: 1 })
    expect((await views.boundingBox())?.height).toBeLessThan(48)
    await expectToFit(page)
  } finally {
    for (const { id } of made) await request.post(`/api/views/${id}/actions/delete`, { data: {} })
  }
})

// All that happened to a packet: drawn, walked through, listed, saved and printed.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { apiPath } from '@/lib/contract/paths'
import { storeReceipts } from '@/lib/store/receipts'
import { openStore } from '@/lib/store/store'
import { newReceipt } from '@/lib/store/test-support/stored-packet'
import type { Stack } from '@/scripts/stack/stack'
import { expectNoViolation } from './support/axe'
import { expect, test } from './support/test'

test('a delivery is walked through event by event, zoomed, listed, saved and printed', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: 'silent', RouteB: 'refusing', RouteC: 'instant' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000, orderingKey: 'timeline' })
  const { id: next } = await waybill.submit({ orderingKey: 'timeline' })
  await waybill.ended(id)
  await packetView.open(id)
  const slider = page.getByRole('slider', { name: 'Go along the events' })
  await expect(slider).toHaveAttribute('aria-valuetext', /: Ended$/)
  await slider.focus()
  await page.keyboard.press('Home')
  await expect(slider).toHaveAttribute('aria-valuetext', /^1 of \d+: Submitted$/)
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await expect(packetView.story).toContainText(/Event \d+ of \d+, \d{4}-\d\d-\d\d .* UTC/)
  await expectNoViolation(page)

  const fit = page.getByRole('button', { name: 'Show the whole timeline' })
  await expect(fit).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Zoom to attempt 2, RouteB' }).click()
  await expect(fit).toHaveAttribute('aria-disabled', 'false')
  await expect(packetView.story).toContainText(/\d\d:\d\d:\d\d\.\d\d\d/)
  await page.keyboard.press('0')
  await expect(fit).toHaveAttribute('aria-disabled', 'true')

  await page.getByRole('radio', { name: 'Table' }).check({ force: true })
  const table = page.getByRole('table', { name: 'Timeline' })
  await expect(table).toContainText(/RouteB receipt: not delivered/)
  await expect(table).toContainText(/RouteA no receipt within 1 s/)
  await expectNoViolation(page)

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'JSON of the timeline' }).click()
  const file = JSON.parse(await readFile(await (await saved).path(), 'utf8'))
  expect(file).toMatchObject({ packet: id, status: 'DELIVERED' })
  expect(file.events.map(({ kind }: { kind: string }) => kind)).toContain('receipt')

  await expect(packetView.panel('Related packets').getByRole('link', { name: next })).toBeVisible()
  await page.getByRole('radio', { name: 'Lanes' }).check({ force: true })
  await expect(table).toBeHidden()
  await page.emulateMedia({ media: 'print' })
  await expect(table).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Main' }).first()).toBeHidden()
  expect(await page.locator('button:not([data-text-only])').filter({ visible: true }).count()).toBe(0)
  // Paper has no tooltips, so the exact times are printed, with date and zone.
  for (const name of ['Submitted', 'Ended']) {
    const time = page.locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('+ dd time')
    await expect(time).toBeVisible()
    expect(await time.evaluate((drawn) => getComputedStyle(drawn, '::after').content)).toMatch(
      /^"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \S+"$/,
    )
    await expect(time.getByText(/ago$|^now$/)).toBeHidden()
  }
})

test('what operators did is in the timeline with name, reason and result, and nothing twice', async ({
  page,
  waybill,
  packetView,
}) => {
  const { id } = await waybill.submit({ deliverAt: 'tomorrow at 9' })
  const [moved, canceled] = [`they close early ${randomUUID()}`, `not needed ${randomUUID()}`]
  const act = async (action: string, data: object) => {
    const answer = await page.request.post(`/api/packets/${id}/actions/${action}`, {
      data: { ...data, who: 'Ada Lovelace' },
    })
    expect(answer.status()).toBe(200)
  }
  await act('reschedule', { deliverAt: 'tomorrow at 8', reason: moved })
  await act('cancel', { reason: canceled })
  await packetView.open(id)
  const lanes = page.getByRole('list', { name: 'Attempts on a time axis' })
  await expect(lanes).toContainText('2 actions by hand')
  const slider = page.getByRole('slider', { name: 'Go along the events' })
  await slider.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(slider).toHaveAttribute('aria-valuetext', /: Ada Lovelace asked to reschedule it/)
  await expect(packetView.story).toContainText(`“${moved}”. Done`)
  await expectNoViolation(page)

  await page.emulateMedia({ media: 'print' })
  const table = page.getByRole('table', { name: 'Timeline' })
  await expect(table.getByRole('row').filter({ hasText: moved })).toHaveCount(1)
  const row = table.getByRole('row').filter({ hasText: 'Ada Lovelace canceled it' })
  await expect(row).toContainText(canceled)
  await expect(table).not.toContainText('asked to cancel it')
  await page.emulateMedia({ media: null })

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'JSON of the timeline' }).click()
  const file = JSON.parse(await readFile(await (await saved).path(), 'utf8'))
  expect(file.audit).toEqual({ listed: 2, total: 2 })
  const byHand = file.events.filter(({ kind }: { kind: string }) => kind === 'byHand')
  expect(byHand).toMatchObject([{ detail: `“${moved}”. Done` }, { detail: canceled }])
})

const many = 5_000
const perPage = 100

/** Stores `count` copies of the receipt for the first attempt directly; over HTTP this would take minutes. */
async function repeatReceipt(stack: Stack, packetId: string, count: number): Promise<void> {
  const store = openStore({ url: stack.databaseUrl, name: 'test' })
  const atOnce = 500
  try {
    for (let sent = 0; sent < count; sent += atOnce) {
      const receivedAt = Date.now()
      const some = Array.from({ length: atOnce }, (_, nth) =>
        newReceipt({ packetId, receivedAt, providerReference: `reference-${sent + nth}` }),
      )
      const taken = await storeReceipts(store.db, some)
      expect(new Set(taken.map(({ is }) => is))).toEqual(new Set(['duplicate']))
    }
  } finally {
    await store.close()
  }
}

test('thousands of events are open at once, and only those in view are drawn', async ({
  page,
  stack,
  waybill,
  packetView,
}) => {
  const { id } = await waybill.submit()
  await waybill.ended(id)
  // No workflow reaches so many events within the time of a test.
  await page.route(`**${apiPath('/api/packets/{id}/history', { id })}*`, async (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0)
    const events = Array.from({ length: perPage }, (_, nth) => ({
      id: from + nth + 1,
      time: new Date(1_700_000_000_000 + (from + nth) * 1_000).toISOString(),
      type: 'MarkerRecorded',
      attributes: { markerName: 'core_local_activity', details: 'x'.repeat(200) },
    }))
    const nextCursor = from + perPage < many ? String(from + perPage) : null
    await route.fulfill({ json: { events, nextCursor } })
  })
  await repeatReceipt(stack, id, many)
  await packetView.open(id)
  const lanes = page.getByRole('list', { name: 'Attempts on a time axis' })
  await expect(lanes).toContainText(/5,0\d\d more receipts/)
  const marks = await lanes.locator('circle').count()
  expect(marks).toBeGreaterThan(2)
  expect(marks).toBeLessThan(450)
  await page.getByRole('radio', { name: 'Table' }).check({ force: true })
  const table = page.getByRole('table', { name: 'Timeline' })
  await expect(table).toHaveAttribute('aria-rowcount', /^50\d\d$/)
  await expect(page.getByText(/receipts stand here/)).toBeHidden()
  await page.getByRole('region', { name: 'Timeline' }).evaluate((box) => box.scrollTo(0, box.scrollHeight))
  await expect(table).toContainText(`reference-${many - 1}`, { ignoreCase: true })
  expect(await table.getByRole('row').count()).toBeLessThan(60)

  const panel = packetView.panel('Temporal events')
  await panel.getByRole('button', { name: 'Show' }).click()
  await panel.getByRole('button', { name: 'All events' }).click()
  await expect(panel.getByText('All 5,000 events are read.')).toBeVisible()
  const box = panel.getByRole('region', { name: 'Events' })
  await box.evaluate((element) => element.scrollTo(0, element.scrollHeight))
  await expect(box).toContainText('5000')
  expect(await box.getByRole('listitem').count()).toBeLessThan(80)
})

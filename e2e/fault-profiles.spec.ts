/** What an operator sees of each of the simulator's fault profiles: on the packet's page, and in the list. */
import { randomUUID } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { keptReceiptPage } from '@/lib/contract/kept-receipt'
import { apiPaths, pagePaths } from '@/lib/contract/paths'
import type { RefusalReason } from '@/lib/contract/receipt-reasons'
import { presets } from '@/simulator/presets'
import { expect, test } from './support/test'

/** The packet's row in the list. */
async function rowOf(page: Page, id: string): Promise<Locator> {
  await page.goto(`${pagePaths.packets}?q=${encodeURIComponent(id)}`)
  return page.getByRole('row').filter({ has: page.getByRole('link', { name: `Packet ${id}` }) })
}

/** The row's status, and its route line as a screen reader tells it. */
async function expectRow(page: Page, id: string, status: string, route: RegExp): Promise<Locator> {
  const row = await rowOf(page, id)
  await expect(row).toContainText(status)
  await expect(row.getByRole('button', { name: /^Route: / })).toHaveAccessibleName(route)
  return row
}

/** How many receipts of RouteA were refused for this reason since the web process started. */
async function refused(url: string, reason: RefusalReason): Promise<number> {
  const { tally } = keptReceiptPage.parse(await (await fetch(`${url}${apiPaths.keptReceipts}`)).json())
  const counts = tally.refused.filter((each) => each.reason === reason && each.provider === 'RouteA')
  return counts.reduce((sum, { count }) => sum + count, 0)
}

test('healthy: delivered at the first try, and nothing stands out', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ '*': 'healthy' })
  const { id } = await waybill.submit()
  await packetView.open(id)
  await expect(packetView.story).toContainText('Delivered')
  await expect(packetView.story).toContainText(/RouteA confirmed after \d[\d.]* m?s\./)
  await expect(packetView.attempts).toHaveCount(1)
  const row = await expectRow(page, id, 'Delivered', /^Route: RouteA: confirmed after \d[\d.]* m?s$/)
  await expect(row).not.toContainText(/Risk|Late|Doubled/)
})

test('slow: waited for with a countdown, and delivered by the first', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: { preset: 'slow', answerDelayMs: 700, receiptDelayMs: [2_000, 2_000] } })
  const { id } = await waybill.submit({ receiptTimeoutMs: 5_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('waiting for the receipt of RouteA', { ignoreCase: true })
  await expect(packetView.story).toContainText(/s left/)
  await expect(packetView.attempts.first()).toContainText(/accepted, answer 202 after \d+ ms/i)
  await expect(packetView.story).toContainText(/RouteA confirmed after 2(\.\d)? s/)
  await expectRow(page, id, 'Delivered', /^Route: RouteA: confirmed after 2(\.\d)? s$/)
})

test('slow: too slow for its time-out, it is given up, and may deliver it yet', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: 'slow' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('RouteA could not be reached: no answer in time')
  await expect(packetView.story).toContainText('RouteA may still deliver it')
  const row = await expectRow(
    page,
    id,
    'Delivered',
    /RouteA: unreachable: no answer in time; RouteB: confirmed/,
  )
  await expect(row).toContainText('Risk')
})

test('silent: given up at its deadline, with the risk that it delivers too', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: 'silent' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText(/RouteA gave no receipt within 1 s, RouteB confirmed after \d/)
  await expect(packetView.story).toContainText('RouteA may still deliver it')
  const row = await expectRow(
    page,
    id,
    'Delivered',
    /^Route: RouteA: no receipt within 1 s; RouteB: confirmed/,
  )
  await expect(row).toContainText('Risk')
})

test('flaky: a broken connection is tried again under the same webhook-id, a lost receipt is not waited for', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  const draw = await carriers.chance()
  const { networkErrorChance, receiptChance } = presets.flaky
  const ids = Array.from({ length: 500 }, () => `flaky-${randomUUID()}`)
  const breaks = (id: string, tries: number) =>
    draw('RouteA', id, 1, `network error ${tries}`) < networkErrorChance
  const confirms = (id: string) => draw('RouteA', id, 1, 'receipt') < receiptChance
  const repeated = ids.find((id) => breaks(id, 1) && !breaks(id, 2) && confirms(id))
  const lost = ids.find((id) => !breaks(id, 1) && !confirms(id))
  if (repeated === undefined || lost === undefined) throw new Error('By chance no packet is like that.')
  await carriers.behave({ RouteA: { preset: 'flaky', receiptDelayMs: [0, 200] } })
  await Promise.all([repeated, lost].map((id) => waybill.submit({ id, receiptTimeoutMs: 2_000 })))

  await packetView.open(repeated)
  await expect(packetView.story).toContainText(/RouteA confirmed after \d/)
  const handOvers = await carriers.handOvers(repeated)
  expect(handOvers.map(({ answer }) => answer)).toEqual([null, 202])
  expect(new Set(handOvers.map(({ webhookId }) => webhookId)).size).toBe(1)
  await expectRow(page, repeated, 'Delivered', /^Route: RouteA: confirmed after/)
  await expectRow(page, lost, 'Delivered', /^Route: RouteA: no receipt within 2 s; RouteB: confirmed/)
})

test('refusing: the reason it gives, the next one at once, and no risk', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: 'refusing' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText(/RouteA refused: blocked number, RouteB confirmed after \d/)
  await expect(packetView.attempts.first()).toContainText(/not delivered after \d/i)
  const row = await expectRow(
    page,
    id,
    'Delivered',
    /^Route: RouteA: refused: blocked number; RouteB: confirmed/,
  )
  await expect(row).not.toContainText('Risk')
})

test('duplicating: the second receipt is counted, and changes nothing', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  // RouteA may still confirm, so the packet still listens when the second receipt comes.
  await carriers.behave({ RouteA: 'silent', RouteB: 'duplicating' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000 })
  await packetView.open(id)
  await expect(packetView.attempts.last()).toContainText('repeated once')
  await expect(packetView.story).not.toContainText('twice')
  const row = await expectRow(page, id, 'Delivered', /RouteB: confirmed after/)
  await expect(row).not.toContainText('Doubled')
})

test('late: both delivered, and it says so', async ({ page, waybill, carriers, packetView }) => {
  await carriers.behave({ RouteA: { preset: 'late', lateDelayMs: 1_500 }, RouteB: 'instant' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText(/RouteA confirmed late, after \d.*so it was delivered twice/)
  await expect(packetView.facts).toContainText('Late receipt')
  const row = await expectRow(
    page,
    id,
    'Delivered',
    /^Route: RouteA: confirmed late, after \d.*; RouteB: confirmed/,
  )
  await expect(row).toContainText('Doubled')
})

test('late: while another is waited for, the late one decides', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ '*': 'silent', RouteA: { preset: 'late', lateDelayMs: 1_000 } })
  const { id } = await waybill.submit({ receiptTimeoutMs: 2_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('waiting for the receipt of RouteB')
  await expect(packetView.story).toContainText(/RouteA confirmed late, after 3(\.\d)? s/)
  await expect(packetView.attempts).toHaveCount(2)
  const row = await expectRow(page, id, 'Delivered', /RouteA: confirmed late.*; RouteB: no longer waited for/)
  await expect(row).toContainText(/Risk|Late/)
})

test('forging: the receipts are refused and counted, and confirm nothing', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  const before = await refused(waybill.url, 'BAD_SIGNATURE')
  await carriers.behave({ RouteA: 'forging' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_500 })
  await packetView.open(id)
  await expect(packetView.story).toContainText(/RouteA gave no receipt within 1.5 s, RouteB confirmed after/)
  await expectRow(page, id, 'Delivered', /^Route: RouteA: no receipt within 1.5 s; RouteB: confirmed/)
  await expect.poll(() => refused(waybill.url, 'BAD_SIGNATURE')).toBe(before + 1)
  expect(await carriers.answered('RouteA', 401)).toBeGreaterThan(0)
})

test('garbled: the receipts are refused, and confirm nothing', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  const before = await carriers.answered('RouteA', 400)
  await carriers.behave({ RouteA: 'garbled' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_500 })
  await packetView.open(id)
  await expect(packetView.story).toContainText(/RouteA gave no receipt within 1.5 s, RouteB confirmed after/)
  await expectRow(page, id, 'Delivered', /^Route: RouteA: no receipt within 1.5 s; RouteB: confirmed/)
  expect(await carriers.answered('RouteA', 400)).toBe(before + 1)
})

test('rate-limiting: the packet beyond the limit is handed over again after the pause that is asked for', async ({
  page,
  waybill,
  carriers,
}) => {
  await carriers.behave({ RouteA: 'rateLimiting' })
  const submitted = await Promise.all([waybill.submit(), waybill.submit(), waybill.submit()])
  const ended = await Promise.all(submitted.map(({ id }) => waybill.ended(id)))
  expect(ended.map(({ deliveredBy }) => deliveredBy)).toEqual(['RouteA', 'RouteA', 'RouteA'])
  const tried = await Promise.all(submitted.map(({ id }) => carriers.handOvers(id)))
  const waited = tried.find((handOvers) => handOvers.length > 1) ?? []
  expect(waited.map(({ answer }) => answer)).toEqual([429, 202])
  expect(new Set(waited.map(({ webhookId }) => webhookId)).size).toBe(1)
  const id = waited[0]?.packetId ?? ''
  const row = await expectRow(page, id, 'Delivered', /^Route: RouteA: confirmed after/)
  await expect(row).not.toContainText('Risk')
})

test('rate-limiting: one that takes nothing is passed over, and nothing was lost with it', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: { preset: 'rateLimiting', maxPerSecond: 0 } })
  const { id } = await waybill.submit({ receiptTimeoutMs: 3_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText(
    /RouteA could not be reached: it answered 429, RouteB confirmed after/,
  )
  const row = await expectRow(
    page,
    id,
    'Delivered',
    /^Route: RouteA: unreachable: it answered 429; RouteB: conf/,
  )
  await expect(row).not.toContainText('Risk')
})

test('down: tried three times under one webhook-id, then passed over', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: 'down' })
  const { id } = await waybill.submit()
  await packetView.open(id)
  await expect(packetView.story).toContainText(
    /RouteA could not be reached: the connection broke, RouteB confirmed after/,
  )
  await expect(packetView.attempts.first()).toContainText(/failed, no answer/i)
  const toRouteA = (await carriers.handOvers(id)).filter(({ provider }) => provider === 'RouteA')
  expect(toRouteA.map(({ answer }) => answer)).toEqual([null, null, null])
  expect(new Set(toRouteA.map(({ webhookId }) => webhookId)).size).toBe(1)
  const row = await expectRow(
    page,
    id,
    'Delivered',
    /^Route: RouteA: unreachable: the connection broke; RouteB/,
  )
  await expect(row).toContainText('Risk')
})

/** What an operator sees of the simulator's fault profiles for receipts, and of recalls. */
import type { Page } from '@playwright/test'
import { keptReceiptPage } from '@/lib/contract/kept-receipt'
import { apiPath, pagePaths } from '@/lib/contract/paths'
import type { RefusalReason } from '@/lib/contract/receipt-reasons'
import { held, heldBeyondDeadline } from './support/carriers'
import { expectRow } from './support/packet-row'
import { expect, test } from './support/test'

/**
 * How many receipts were refused for this reason since the web process started; `provider` is null if none is known.
 */
async function refused(url: string, reason: RefusalReason, provider: string | null): Promise<number> {
  const { tally } = keptReceiptPage.parse(await (await fetch(`${url}${apiPath('/api/receipts')}`)).json())
  return tally.refused.find((each) => each.reason === reason && each.provider === provider)?.count ?? 0
}

/** Expects this count on the Receipts page. */
async function expectCounted(page: Page, name: string, count: number): Promise<void> {
  await page.goto(pagePaths.receipts)
  const row = page.getByRole('table', { name: 'Answered' }).getByRole('row', { name })
  await expect(row.getByRole('cell').last()).toHaveText(String(count))
}

test('duplicating: the second receipt is counted, and changes nothing', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  // RouteA may still confirm, so the packet still listens when the second receipt comes.
  await carriers.behave({ RouteA: 'silent', RouteB: { preset: 'duplicating', receiptDelayMs: [50, 50] } })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000 })
  await packetView.open(id)
  await expect(packetView.attempts.last()).toContainText('repeated once')
  await expect(packetView.story).not.toContainText('twice')
  const row = await expectRow(page, id, 'Delivered', /RouteB: confirmed after/)
  await expect(row).not.toContainText('Doubled')
})

test('late: both providers delivered, and it says so', async ({ page, waybill, carriers, packetView }) => {
  await carriers.behave({ RouteA: heldBeyondDeadline })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText(/RouteB confirmed after \d/)
  await carriers.release()
  await expect(packetView.story).toContainText(/RouteA confirmed late, after \d.*so it was delivered twice/)
  await expect(packetView.attempts.first()).toContainText(/delivered after \d.*, late/)
  await expect(packetView.facts).toContainText('Late receipt')
  await expect(packetView.facts).toContainText('Doubled')
  const row = await expectRow(
    page,
    id,
    'Delivered',
    /^Route: RouteA: confirmed late, after \d.*; RouteB: confirmed/,
  )
  await expect(row).toContainText('Doubled')
})

test('late: a late receipt decides while the receipt of another provider is awaited', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ '*': 'silent', RouteA: heldBeyondDeadline })
  const { id } = await waybill.submit({ receiptTimeoutMs: 5_000 })
  await packetView.open(id)
  await expect(packetView.story).toContainText('waiting for the receipt of RouteB')
  await carriers.release()
  await expect(packetView.story).toContainText(/RouteA confirmed late, after \d/)
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
  const before = await refused(waybill.url, 'BAD_SIGNATURE', 'RouteA')
  await carriers.behave({ RouteA: 'forging' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_500 })
  await packetView.open(id)
  await expect(packetView.story).toContainText(/RouteA gave no receipt within 1.5 s, RouteB confirmed after/)
  expect((await waybill.packet(id)).attempts[0]).toMatchObject({ outcome: 'TIMED_OUT', receipt: null })
  await expectRow(page, id, 'Delivered', /^Route: RouteA: no receipt within 1.5 s; RouteB: confirmed/)
  await expectCounted(page, 'Refused: Bad signature RouteA', before + 1)
})

test('garbled: the receipts are refused, and confirm nothing', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  const before = await refused(waybill.url, 'NOT_JSON', null)
  await carriers.behave({ RouteA: 'garbled' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_500 })
  await packetView.open(id)
  await expect(packetView.story).toContainText(/RouteA gave no receipt within 1.5 s, RouteB confirmed after/)
  await expectRow(page, id, 'Delivered', /^Route: RouteA: no receipt within 1.5 s; RouteB: confirmed/)
  await expectCounted(page, 'Refused: Not JSON', before + 1)
})

test('a silent carrier that supports recall is asked to stop the packet, and the risk is gone', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  // RouteB offers recall. RouteA does not; it takes no hand-over, so that no receipt from it can be pending.
  await carriers.behave({ RouteA: { preset: 'rateLimiting', maxPerSecond: 0 }, RouteB: held })
  const { id } = await waybill.submit({ receiptTimeoutMs: 1_500 })
  const { attempts, flags } = await waybill.closed(id)
  expect(attempts[1]).toMatchObject({ provider: 'RouteB', settled: true, recall: { result: 'RECALLED' } })
  expect(flags).toEqual([])
  await packetView.open(id)
  await expect(packetView.story).toContainText(
    /RouteB gave no receipt within 1.5 s, so it was recalled, RouteC confirmed after/,
  )
  await expect(packetView.story).not.toContainText('may still deliver it')
  await expect(packetView.connection).toHaveText('Final')
  const row = await expectRow(page, id, 'Delivered', /RouteB: no receipt within 1.5 s.*; RouteC: confirmed/)
  await expect(row).not.toContainText('Risk')
})

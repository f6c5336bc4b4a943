import type { Locator, Page } from '@playwright/test'
import { apiPaths, pagePaths } from '@/lib/contract/paths'
import { waitUntil } from '@/scripts/stack/wait-until'
import { withOtherWorker } from './support/other-worker'
import { expect, test } from './support/test'

const names = ['RouteA', 'RouteB', 'RouteC', 'RouteD', 'RouteE']

async function act(url: string, path: string, body: object = {}): Promise<void> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ reason: 'tidied up after a test', ...body }),
  })
  expect(response.status).toBe(200)
}

test.afterEach(async ({ stack, waybill }) => {
  await stack.waitUntilReady()
  await act(waybill.url, apiPaths.providersAction('resume'), { overMs: 0 })
  await act(waybill.url, apiPaths.providersAction('reorder'), { order: names })
  await act(waybill.url, apiPaths.providersAction('set-routing'), { routing: 'order' })
  for (const name of ['RouteA', 'RouteB']) {
    await act(waybill.url, apiPaths.providerAction(name, 'resume'))
    await act(waybill.url, apiPaths.providerAction(name, 'set-timeout'), { receiptTimeoutMs: null })
  }
})

const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('table', { name: 'Providers' }).getByRole('row', { name })

/** Opens a dialog, gives a reason and confirms; resolves once it is in force everywhere. */
async function change(page: Page, open: string, confirm: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: open, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: confirm, exact: true }).click()
  await expect(dialog).toBeHidden()
  await inForce()
}

/** A change is in force for every choice made two seconds after its answer. */
async function inForce(): Promise<void> {
  const from = Date.now() + 2_000
  await waitUntil(async () => (Date.now() > from ? true : null), { limitMs: 5_000, everyMs: 50 })
}

test('a provider drained in the middle of a delivery finishes it and gets no more', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: { receiptDelayMs: [6_000, 6_000] } })
  const before = await waybill.submit()
  await waybill.packetWhen(before.id, ({ attempts }) => attempts[0]?.handOver.state === 'ACCEPTED')
  await page.goto(pagePaths.providers)
  await change(page, 'Drain RouteA', 'Drain', 'announced maintenance')
  await expect(rowOf(page, 'RouteA')).toContainText('announced maintenance')
  const { id } = await waybill.submit()
  expect(await waybill.ended(id)).toMatchObject({ deliveredBy: 'RouteB' })
  expect(await waybill.ended(before.id)).toMatchObject({ deliveredBy: 'RouteA' })
  await packetView.open(id)
  await expect(packetView.attempts.first()).toContainText('RouteA drained, RouteB chosen: next in order')
  await page.goto(pagePaths.providers)
  await change(page, 'Resume RouteA', 'Resume', 'maintenance is over')
  expect(await waybill.ended((await waybill.submit()).id)).toMatchObject({ deliveredBy: 'RouteA' })
  const log = page.getByRole('list', { name: 'Changes, newest first' })
  await expect(log.getByRole('listitem').nth(0)).toContainText('RouteA takes packets again')
  await expect(log.getByRole('listitem').nth(1)).toContainText('An operator: announced maintenance')
})

test('a pause holds every packet, is told on every page, and ends gradually', async ({
  page,
  waybill,
  packetView,
}) => {
  await page.goto(pagePaths.providers)
  await change(page, 'Pause all sending', 'Pause all sending', 'wrong texts went out')
  const { id } = await waybill.submit()
  await packetView.open(id)
  await expect(packetView.story).toContainText('all sending is paused (wrong texts went out)')
  for (const path of [pagePaths.packets, pagePaths.submit, pagePaths.providers, pagePaths.packet(id)]) {
    await page.goto(path)
    await expect(page.getByText('Packets are accepted and wait.')).toBeVisible()
  }
  await page.goto(pagePaths.packets)
  await expect(page.getByText('1 packet waits now.')).toBeVisible()
  await expect(page.getByText(/sending (is|had been) paused/i)).toHaveCount(1)
  await page.getByRole('button', { name: 'Show it' }).click()
  await expect(page.getByRole('link', { name: `Packet ${id}` })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Show it' })).toBeHidden()
  await page.goto(pagePaths.providers)
  await act(waybill.url, apiPaths.providersAction('resume'), { overMs: 15_000 })
  await page.reload()
  await expect(page.getByText('Sending resumes gradually')).toBeVisible()
  const packets = await Promise.all(Array.from({ length: 20 }, () => waybill.submit()))
  const first = await Promise.all(
    packets.map((each) =>
      waybill.packetWhen(each.id, ({ waiting, attempts }) => waiting !== null || attempts.length > 0),
    ),
  )
  expect(first.some(({ waiting }) => waiting?.detail?.startsWith('resuming gradually'))).toBe(true)
  for (const each of [{ id }, ...packets]) {
    expect(await waybill.ended(each.id, 60_000)).toMatchObject({ status: 'DELIVERED' })
  }
  await expect(page.getByText('Sending resumes gradually')).toBeHidden()
})

test('a breaker opens on a provider that is down, and a probe closes it', async ({
  page,
  stack,
  waybill,
  carriers,
}) => {
  await withOtherWorker(stack, { BREAKER_PROBE_MS: '2000' }, async () => {
    await carriers.behave({ RouteA: { answerStatus: 503 } })
    const packets = await Promise.all(Array.from({ length: 6 }, () => waybill.submit()))
    for (const { id } of packets) expect((await waybill.ended(id)).status).toBe('DELIVERED')
    await page.goto(pagePaths.providers)
    await expect(rowOf(page, 'RouteA')).toContainText(/Breaker (half )?open/)
    await expect(rowOf(page, 'RouteA')).toContainText('hand-overs failed')
    await inForce()
    const { attempts } = await waybill.ended((await waybill.submit()).id)
    expect(attempts[0]).toMatchObject({
      provider: 'RouteB',
      choice: { skipped: [{ provider: 'RouteA', why: 'breaker' }] },
    })
    await carriers.behave({})
    await expect(rowOf(page, 'RouteA')).toContainText(/Probe confirmed after/, { timeout: 30_000 })
    await expect(rowOf(page, 'RouteA')).not.toContainText('Breaker')
    await inForce()
    expect(await waybill.ended((await waybill.submit()).id)).toMatchObject({ deliveredBy: 'RouteA' })
  })
})

test('an operator probes a provider and watches', async ({ page, carriers }) => {
  await carriers.behave({ RouteB: { receiptDelayMs: [2_500, 2_500] } })
  await page.goto(pagePaths.providers)
  await page.getByRole('button', { name: 'Probe RouteB now' }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('to be sure')
  await page.getByRole('dialog').getByRole('button', { name: 'Probe', exact: true }).click()
  await expect(rowOf(page, 'RouteB')).toContainText('Probe sent, waiting for the receipt')
  await expect(rowOf(page, 'RouteB')).toContainText(/Probe confirmed after 2\.\d s/)
  const [probe] = (await carriers.handOvers()).filter(({ packetId }) => packetId.startsWith('probe-'))
  expect(probe?.provider).toBeDefined()
})

test('order and time-out are changed with the keyboard, and the dry run says where a packet would go', async ({
  page,
  waybill,
}) => {
  await page.goto(pagePaths.providers)
  const plan = page.getByRole('region', { name: 'Where would a packet go now?' })
  await expect(plan).toContainText('RouteA chosen: next in order')
  await page.getByRole('button', { name: 'Change order' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Change order' })).toBeDisabled()
  await page.getByRole('button', { name: 'Move RouteB up' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('RouteB is number 1 of 5')
  await expect(page.getByRole('button', { name: 'Move RouteB up' })).toBeFocused()
  await expect(page.getByRole('list', { name: 'Order' }).getByRole('listitem').first()).toContainText(
    'RouteB',
  )
  await page.getByLabel('Reason').focus()
  await page.keyboard.type('RouteB is cheaper')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('button', { name: 'Change the time-out of RouteB' }).click()
  await page.getByLabel('Seconds for a receipt').fill('0')
  await page.getByLabel('Reason').fill('slow these days')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Change' })).toBeDisabled()
  await page.getByLabel('Seconds for a receipt').fill('7')
  await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(plan).toContainText('RouteB chosen: next in order')
  await expect(plan.getByRole('listitem').first()).toContainText('7 s for its receipt')
  await inForce()
  const { attempts } = await waybill.ended((await waybill.submit()).id)
  expect(attempts[0]?.provider).toBe('RouteB')
  await plan.getByLabel('Destination').fill(' ')
  await expect(plan.getByLabel('Destination')).toHaveAttribute('aria-invalid', 'true')
})

test('the keyboard keeps its place when a dialog closes, whatever the change did to the button', async ({
  page,
}) => {
  await page.goto(pagePaths.providers)
  const answer = async (reason: string) => {
    await page.getByRole('dialog').getByLabel('Reason').fill(reason)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
  await page.getByRole('button', { name: 'Drain RouteA' }).press('Enter')
  await answer('to see where the focus goes')
  await expect(page.getByRole('button', { name: 'Resume RouteA' })).toBeFocused()
  await page.keyboard.press('Enter')
  await answer('and where it goes back')
  await expect(page.getByRole('button', { name: 'Drain RouteA' })).toBeFocused()

  const timeout = page.getByRole('button', { name: 'Change the time-out of RouteA' })
  await timeout.press('Enter')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Change' })).toBeDisabled()
  await page.getByLabel('Seconds for a receipt').fill('9')
  await answer('a shorter one')
  await expect(timeout).toBeFocused()
  await timeout.press('Enter')
  await expect(page.getByLabel('Seconds for a receipt')).toHaveValue('9')
  await page.keyboard.press('Escape')
  await expect(timeout).toBeFocused()

  const probe = page.getByRole('button', { name: 'Probe RouteA now' })
  await probe.press('Enter')
  await answer('to be sure')
  await expect(probe).toBeFocused()
})

test('a change without a worker is recorded, said so, and takes effect later', async ({ page, stack }) => {
  await page.goto(pagePaths.providers)
  await expect(rowOf(page, 'RouteB')).toBeVisible()
  await stack.part('worker').stop()
  await page.getByRole('button', { name: 'Drain RouteB' }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('nobody is at work')
  await page.getByRole('dialog').getByRole('button', { name: 'Drain', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('it takes effect as soon as one does')
  await page.getByRole('button', { name: 'Close' }).click()
  await stack.start('worker')
  await expect(rowOf(page, 'RouteB')).toContainText('nobody is at work')
})

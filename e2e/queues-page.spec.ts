import { randomUUID } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { pagePaths } from '@/lib/contract/paths'
import { expectNoViolation } from './support/axe'
import { held } from './support/carriers'
import { expect, test } from './support/test'
import type { Order, Waybill } from './support/waybill'
import { privateText } from './support/waybill'

function newKey(): string {
  return `customer ${randomUUID().slice(0, 8)} / ü+`
}

/** Submits one packet, and `behind` more in the same queue once a provider has the first. */
async function queueOf(waybill: Waybill, order: Order, behind: number): Promise<string[]> {
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000, ...order })
  await waybill.accepted(id)
  const ids = [id]
  while (ids.length <= behind) ids.push((await waybill.submit({ receiptTimeoutMs: 60_000, ...order })).id)
  return ids
}

function rowOf(page: Page, orderingKey: string): Locator {
  return page.getByRole('table', { name: 'Queues' }).getByRole('row').filter({ hasText: orderingKey })
}

async function give(page: Page, reason: string, confirm: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: confirm, exact: true }).click()
  await expect(dialog).toBeHidden()
}

test('a queue tells what it waits for, is held, and goes on when it is released', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: held })
  const orderingKey = newKey()
  const [first = '', second = '', third = ''] = await queueOf(waybill, { orderingKey }, 2)
  await page.goto(pagePaths.queues)
  const row = rowOf(page, orderingKey)
  await expect(row).toContainText(`Under way Packet ${first} is under way.`)
  await expect(row.getByRole('cell').first()).toContainText('2')
  await expect(row.getByRole('link', { name: `First packet ${second}` })).toBeVisible()
  await expectNoViolation(page)
  await row.getByRole('button', { name: `Hold ${orderingKey}` }).click()
  await expectNoViolation(page)
  await give(page, 'their system is being repaired', 'Hold queue')
  await expect(row).toContainText('An operator holds the queue: their system is being repaired')
  await expect(row).toContainText(`Packet ${first} is still under way.`)
  await expectNoViolation(page)
  await carriers.release()
  await waybill.ended(first)

  await packetView.open(third)
  await expect(packetView.story).toContainText(
    '1 packet is ahead of it. An operator holds the queue: their system is being repaired',
  )
  await expect(page.getByText('not begun yet')).toBeVisible()
  await expect(page.getByRole('link', { name: /Open this run in Temporal/ })).toHaveCount(0)
  await expectNoViolation(page)
  await packetView.facts.getByRole('link', { name: orderingKey }).click()
  await row.getByRole('button', { name: `Release ${orderingKey}` }).click()
  await waybill.accepted(second)
  await expect(row).toContainText(`Packet ${second} is under way.`)

  await packetView.open(third)
  await expect(packetView.story).toContainText(`It is the first in its queue. Packet ${second} is under way.`)
  await carriers.release()
  await expect(packetView.story).toContainText('Waiting for the receipt of RouteA')
  await carriers.release()
  await expect(packetView.story).toContainText('Delivered')
})

test('packets of a queue are dropped, the first and then the rest, with the keyboard', async ({
  page,
  waybill,
  carriers,
}) => {
  await carriers.behave({ RouteA: held })
  const orderingKey = newKey()
  const [first = '', second = '', third = '', fourth = ''] = await queueOf(waybill, { orderingKey }, 3)
  await page.goto(pagePaths.queues)
  const field = page.getByLabel('Ordering key, exactly')
  await expect(field).toBeEnabled()
  await field.focus()
  await page.keyboard.type(orderingKey)
  await page.keyboard.press('Enter')
  const row = rowOf(page, orderingKey)
  await expect(page.getByRole('table', { name: 'Queues' }).getByRole('rowheader')).toHaveCount(1)
  await row.getByRole('button', { name: `Drop the first packet of ${orderingKey}` }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toContainText(`Packet ${second} is canceled`)
  await expect(page.getByRole('dialog').getByLabel('Reason')).toBeFocused()
  await page.keyboard.type('ordered by mistake')
  await page.keyboard.press('Enter')
  await expect(row.getByRole('link', { name: `First packet ${third}` })).toBeVisible()
  expect(await waybill.packet(second)).toMatchObject({
    status: 'CANCELED',
    reason: expect.stringContaining('ordered by mistake'),
  })
  const dropAll = row.getByRole('button', { name: `Drop all packets of ${orderingKey}` })
  await dropAll.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('the customer has left')
  await page.keyboard.press('Enter')
  await expect(row).toContainText(`Packet ${first} is under way.`)
  await expect(row.getByRole('link', { name: /^First packet/ })).toBeHidden()
  await expect(dropAll).toBeFocused()
  await expect(dropAll).toHaveAttribute('aria-disabled', 'true')
  for (const id of [third, fourth]) expect((await waybill.packet(id)).status).toBe('CANCELED')
  await carriers.release()
  await expect(row).toContainText('No packet waits.')
  await expectNoViolation(page)
  await page.getByRole('button', { name: 'All queues' }).click()
  await expect(row).toBeHidden()
})

test('a packet that was not delivered holds its queue, until it is released', async ({
  page,
  waybill,
  carriers,
}) => {
  await carriers.behave({ RouteA: 'refusing' })
  const orderingKey = newKey()
  const { id } = await waybill.submit({ orderingKey, holdOnFailure: true, maxAttempts: 1 })
  await waybill.ended(id)
  const behind = await waybill.submit({ orderingKey })
  await carriers.behave({})
  await page.goto(pagePaths.queues)
  const row = rowOf(page, orderingKey)
  await expect(row).toContainText('Held by a failure')
  await expectNoViolation(page)
  await row.getByRole('link', { name: id, exact: true }).click()
  await expect(page.getByRole('region', { name: 'Packet', exact: true })).toContainText(
    'holds its queue if it is not delivered',
  )
  await page.goBack()
  await row.getByRole('button', { name: `Release ${orderingKey}` }).click()
  expect((await waybill.ended(behind.id)).status).toBe('DELIVERED')
})

test('a packet is submitted with its place among others, and found by it', async ({ page, packetView }) => {
  const orderingKey = newKey()
  const fairnessKey = `newsletter ${randomUUID().slice(0, 8)}`
  await page.goto(pagePaths.submit)
  await page.getByRole('textbox', { name: 'Text' }).fill(privateText())
  await page.getByText('Advanced').click()
  const hold = page.getByRole('checkbox', { name: /^Hold the others/ })
  await expect(hold).toBeDisabled()
  const key = page.getByLabel('Ordering key')
  await key.fill('k'.repeat(129))
  await page.getByRole('button', { name: 'Submit packet' }).click()
  await expect(key).toHaveAccessibleDescription('Use at most 128 bytes.')
  await expectNoViolation(page)
  await key.fill(orderingKey)
  await hold.check()
  await page.getByLabel('Priority').selectOption('1')
  await page.getByLabel('Fairness key').fill(fairnessKey)
  await page.getByRole('button', { name: 'Submit packet' }).click()
  await expect(packetView.facts).toContainText(`${orderingKey}, holds its queue if it is not delivered`)
  await expect(packetView.facts).toContainText('1 of 5, goes first')
  await expect(packetView.facts).toContainText(fairnessKey)
  await expect(packetView.story).toContainText('Delivered')

  await page.goto(pagePaths.packets)
  await page.getByRole('button', { name: 'Filters' }).click()
  await page.getByLabel('Ordering key, exactly').fill(orderingKey)
  await page.getByLabel('Fairness key, exactly').fill(fairnessKey)
  await page.getByLabel('Priority').selectOption('1')
  await expectNoViolation(page)
  await page.getByRole('button', { name: 'Apply' }).click()
  const rows = page.getByRole('table', { name: 'Packets' }).getByRole('link', { name: /^Packet / })
  await expect(rows).toHaveCount(1)
  await expect(page.getByRole('table', { name: 'Packets' })).toContainText(orderingKey)
  await expect(page.getByRole('table', { name: 'Packets' })).toContainText('priority 1')
  await expectNoViolation(page)
  for (const filter of ['Priority', 'Fairness key', 'Ordering key']) {
    await page.getByRole('button', { name: `Remove the filter ${filter}` }).click()
  }
  await expect(page).not.toHaveURL(/orderingKey|priority|fairnessKey/)
})

test('a key that no packet can have is refused in words, and a page that cannot read says so', async ({
  page,
}) => {
  await page.goto(`${pagePaths.queues}?key=${'k'.repeat(129)}`)
  await expect(page.getByRole('heading', { name: 'Could not load the queue' })).toBeVisible()
  await expect(page.getByRole('alert').filter({ hasText: 'Use at most 128 bytes.' })).toBeVisible()
  await expectNoViolation(page)
  const field = page.getByLabel('Ordering key, exactly')
  await field.fill('nobody waits here')
  await page.getByRole('main').getByRole('button', { name: 'Find' }).click()
  await expect(rowOf(page, 'nobody waits here')).toContainText('Empty No packet waits.')
  await page.route('**/api/queues/**', (route) => route.abort())
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Stale since')
  await expect(rowOf(page, 'nobody waits here')).toBeVisible()
})

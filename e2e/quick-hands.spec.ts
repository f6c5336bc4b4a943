// Palette, keys, selection, undo and watching, as operators use them.
import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expectNoViolation } from './support/axe'
import { held } from './support/carriers'
import { recordNotifications } from './support/notifications-shown'
import { expect, test } from './support/test'

const palette = (page: Page) => page.getByRole('dialog', { name: 'Find a packet, a page or an action' })
const alive = (page: Page) => expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')

test('a packet is found, opened and canceled with the keyboard alone', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: held })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await page.goto('/providers')
  await alive(page)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type(id.slice(0, -1))
  await expect(palette(page).getByRole('option', { name: id, selected: true })).toBeVisible()
  await expectNoViolation(page)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/packets/${id}`)
  await expect(packetView.story).toContainText('Waiting for the receipt of RouteA')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('cancel pa')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Cancel this packet?' })
  await expect(dialog.getByLabel('Reason')).toBeFocused()
  await page.keyboard.type('Wrong text? j')
  await page.keyboard.press('Control+Enter')
  await expect(packetView.story).toContainText('Canceled')
  await expect(dialog).toBeHidden()
})

test('rows are walked through and selected by keys, mouse and finger', async ({ page, waybill, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const prefix = `hands-${randomUUID().slice(0, 8)}`
  const ids = Array.from({ length: 6 }, (_, nth) => `${prefix}-${nth}`)
  for (const id of ids) await waybill.submit({ id })
  await Promise.all(ids.map((id) => waybill.closed(id)))
  await page.goto(`/packets?q=${prefix}&sort=oldest`)
  await alive(page)
  const bar = page.getByRole('region', { name: 'Selection' })
  const box = (nth: number) => page.getByRole('checkbox', { name: `Select packet ${ids[nth]}` })

  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(bar).toContainText('1 packet selected')
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(bar).toContainText('3 packets selected')
  await page.getByRole('link', { name: `Packet ${ids[4]}` }).click({ modifiers: ['Shift'] })
  await expect(bar).toContainText('5 packets selected')
  await box(1).uncheck()
  await expect(bar).toContainText('4 packets selected')
  await expectNoViolation(page)
  await bar.getByRole('button', { name: 'Copy ids' }).click()
  await expect(page.getByText('4 ids copied')).toBeVisible()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied.split('\n').sort()).toEqual([0, 2, 3, 4].map((nth) => ids[nth]))

  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keys' })
  await expect(sheet).toContainText('Go to the next row')
  await expect(sheet).toContainText('Go to API reference')
  await expectNoViolation(page)
  await sheet.getByRole('checkbox', { name: /Use single keys/ }).uncheck()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await page.keyboard.press('?')
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()
  await expect(sheet).toBeHidden()
  await page.keyboard.press('Control+k')
  await expect(palette(page)).toBeVisible()
})

test('on a phone the palette opens from a button, and draining is taken back', async ({ page, waybill }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/packets')
  await alive(page)
  await page.getByRole('button', { name: 'Find' }).click()
  await expect(palette(page)).toBeVisible()
  await expectNoViolation(page)
  await page.keyboard.type('go to prov')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/providers')
  await page.getByRole('button', { name: 'Drain RouteB' }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('Maintenance')
  await page.keyboard.press('Control+Enter')
  const stateOfRouteB = async () => {
    const answer = await fetch(`${waybill.url}/api/providers`)
    const { items } = await answer.json()
    return items.find(({ name }: { name: string }) => name === 'RouteB').state.drained?.reason ?? null
  }
  await expect(page.getByText('RouteB gets no new packets')).toBeVisible()
  expect(await stateOfRouteB()).toBe('Maintenance')
  // A message stays while the pointer is on it.
  await page.getByText('RouteB gets no new packets').hover()
  await expectNoViolation(page)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Undone')).toBeVisible()
  expect(await stateOfRouteB()).toBeNull()
})

test('a watched packet is reported on the desktop and in the title while the page is hidden', async ({
  page,
  context,
  waybill,
  carriers,
}) => {
  await context.grantPermissions(['notifications'])
  await recordNotifications(page)
  await carriers.behave({ RouteA: held })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await page.goto(`/packets/${id}`)
  await page.getByRole('button', { name: 'Watch' }).click()
  await expect(page.getByText('You are notified of its changes')).toBeVisible()
  await page.goto('/queues')
  await alive(page)
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    Object.assign(document, { hasFocus: () => false })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  })
  await carriers.release()
  await expect(page).toHaveTitle('Delivered: Queues · Waybill')
  expect(await page.evaluate(() => Reflect.get(window, 'shown'))).toEqual([
    expect.stringMatching(/: Delivered \| .*RouteA/),
  ])
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true })
    Object.assign(document, { hasFocus: () => true })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  })
  await expect(page).toHaveTitle('Queues · Waybill')
})

test('where the browser allows no notifications, a window without focus keeps the news until it is closed', async ({
  page,
  waybill,
  carriers,
}) => {
  await recordNotifications(page, 'denied')
  await carriers.behave({ RouteA: held })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await page.goto(`/packets/${id}`)
  await page.getByRole('button', { name: 'Watch' }).click()
  await expect(page.getByText('The browser does not allow notifications for this address')).toBeVisible()
  await page.goto('/queues')
  await alive(page)
  await page.evaluate(() => {
    Object.assign(document, { hasFocus: () => false })
    window.dispatchEvent(new Event('blur'))
  })
  await carriers.release()
  await expect(page).toHaveTitle('Delivered: Queues · Waybill')
  expect(await page.evaluate(() => Reflect.get(window, 'shown'))).toEqual([])
  const news = page.getByRole('region', { name: 'Messages' }).getByRole('listitem')
  await expect(news).toContainText(': Delivered')
  await news.hover()
  await expectNoViolation(page)
  await page.evaluate(() => {
    Object.assign(document, { hasFocus: () => true })
    window.dispatchEvent(new Event('focus'))
  })
  await expect(page).toHaveTitle('Queues · Waybill')
  await news.getByRole('button', { name: 'Close' }).click()
  await expect(news).toBeHidden()
})

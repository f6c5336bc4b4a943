import { pagePaths } from '@/lib/contract/paths'
import { held } from './support/carriers'
import { inForce } from './support/directory'
import { change, rowOf, tidyUpAfterEach } from './support/providers'
import { expect, test } from './support/test'

tidyUpAfterEach()

test('a provider drained in the middle of a delivery finishes it and gets no more', async ({
  page,
  waybill,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: held })
  const before = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await waybill.accepted(before.id)
  await page.goto(pagePaths.providers)
  await change(page, 'Drain RouteA', 'Drain', 'announced maintenance')
  await expect(rowOf(page, 'RouteA')).toContainText('announced maintenance')
  const { id } = await waybill.submit()
  expect(await waybill.ended(id)).toMatchObject({ deliveredBy: 'RouteB' })
  await carriers.behave({})
  await carriers.release()
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

test('the plan of the dry run is in the HTML from the server, so that nothing jumps', async ({
  browser,
  stack,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${stack.addresses.web}${pagePaths.providers}`)
  const plan = page.getByRole('region', { name: 'Where would a packet go now?' })
  await expect(plan).toContainText('RouteA chosen: next in order')
  await context.close()
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

test('a changed time-out is given back by Undo', async ({ page }) => {
  await page.goto(pagePaths.providers)
  const change = page.getByRole('button', { name: 'Change the time-out of RouteA' })
  const seconds = page.getByLabel('Seconds for a receipt')
  await change.click()
  const before = await seconds.inputValue()
  await seconds.fill('9')
  await page.getByLabel('Reason').fill('for a moment')
  await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click()
  await expect(page.getByText('RouteA has another time-out')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Undone')).toBeVisible()
  await change.click()
  await expect(seconds).toHaveValue(before)
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

test('a change without a worker takes effect at once, and applies to the worker that starts later', async ({
  page,
  stack,
  waybill,
}) => {
  await page.goto(pagePaths.providers)
  await expect(rowOf(page, 'RouteA')).toBeVisible()
  await stack.part('worker').stop()
  await change(page, 'Drain RouteA', 'Drain', 'nobody is at work')
  await expect(rowOf(page, 'RouteA')).toContainText('nobody is at work')
  const { id } = await waybill.submit()
  await stack.start('worker')
  expect(await waybill.ended(id)).toMatchObject({ deliveredBy: 'RouteB' })
})

test('providers are shown and changed while Temporal is down', async ({ page, stack }) => {
  await stack.part('temporal').stop()
  try {
    await page.goto(pagePaths.providers)
    await change(page, 'Pause all sending', 'Pause all sending', 'wrong texts went out')
    await expect(page.getByRole('main').getByText('All sending is paused')).toBeVisible()
    await change(page, 'Resume sending', 'Resume sending', 'texts are corrected')
    await expect(page.getByRole('main').getByText('All sending is paused')).toBeHidden()
    const log = page.getByRole('list', { name: 'Changes, newest first' })
    await expect(log.getByRole('listitem').nth(0)).toContainText('Sending resumed')
    await expect(log.getByRole('listitem').nth(1)).toContainText('All sending paused')
  } finally {
    await stack.start('temporal')
  }
})

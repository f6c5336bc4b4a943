import { apiPath, pagePaths } from '@/lib/contract/paths'
import { expectNoViolation } from './support/axe'
import { expect, test } from './support/test'

test('the Providers page leads to the simulator, and back', async ({ page, stack }) => {
  await page.goto(pagePaths.providers)
  await page.getByRole('link', { name: 'Change how they behave' }).click()
  await expect(page.getByRole('heading', { name: 'Carrier simulator' })).toBeVisible()
  expect(page.url()).toBe(`${stack.addresses.carrier}/`)
  await page.getByRole('link', { name: 'Back to Waybill' }).click()
  await expect(page).toHaveURL(`${stack.addresses.web}${pagePaths.packets}`)
})

test('a carrier is made to refuse with the keyboard, and the next packet shows it', async ({
  page,
  stack,
  waybill,
}) => {
  const violations: string[] = []
  page.on('console', ({ type, text }) => type() === 'error' && violations.push(text()))
  await page.goto(stack.addresses.carrier)
  const choice = page.getByLabel('Behaviour of RouteA')
  await choice.focus()
  await page.keyboard.type('refusing')
  await expect(choice).toHaveValue('refusing')
  await expect(page.getByRole('status', { name: 'Last change' })).toHaveText('RouteA is refusing now.')
  const carrier = page.getByRole('row').filter({ has: choice })
  await expect(carrier).toContainText('not delivered: blocked number')

  const { id } = await waybill.submit()
  expect(await waybill.ended(id)).toMatchObject({ failedRouteProviders: ['RouteA'], deliveredBy: 'RouteB' })
  await expect(carrier).toContainText(/\d+ taken/)
  await expect(carrier).toContainText(/200 × \d+/)
  const latest = page.getByRole('table', { name: 'Latest hand-overs' })
  await expect(latest.getByRole('row').filter({ hasText: id })).toHaveCount(2)

  await page.getByRole('button', { name: 'All healthy' }).press('Enter')
  await expect(choice).toHaveValue('healthy')
  await latest.getByRole('link', { name: id }).first().click()
  await expect(page).toHaveURL(`${stack.addresses.web}${pagePaths.packet(id)}`)
  expect(violations).toEqual([])
})

test('the routing service is made to fail with the keyboard, and the page says so', async ({
  page,
  stack,
  carriers,
}) => {
  await page.goto(stack.addresses.carrier)
  const chance = page.getByLabel('Connections that break, percent')
  await expect(chance).toHaveValue('0')
  await chance.fill('25')
  await chance.press('Enter')
  const told = page.getByRole('status', { name: 'Last change' })
  await expect(told).toHaveText('The routing service breaks 25 % of the connections now.')
  await chance.fill('100')
  await chance.press('Enter')
  await expect(told).toContainText('Not changed:')
  await carriers.breakRouting(0)
})

test('the greeting service is stopped and started with the keyboard, which self-tests notice', async ({
  page,
  stack,
}) => {
  await page.goto(stack.addresses.carrier)
  const told = page.getByRole('status', { name: 'Last change' })
  await page.getByRole('button', { name: 'Stop the greeting service' }).press('Enter')
  await expect(told).toHaveText('The greeting service is stopped now.')
  const selfTest = () => page.request.get(`${stack.addresses.web}${apiPath('/api/self-tests')}`)
  await page.request.post(`${stack.addresses.web}${apiPath('/api/self-tests')}`)
  await expect.poll(async () => (await selfTest()).text()).toContain('the connection broke')
  await page.getByRole('button', { name: 'Start the greeting service' }).press('Enter')
  await expect(told).toHaveText('The greeting service answers now.')
  await expect(page.getByText('It answers. Asked')).toBeVisible()
})

test('settings that differ from a preset are named, and an outage is reported', async ({
  page,
  stack,
  carriers,
}) => {
  await carriers.behave({ RouteA: { preset: 'late', lateDelayMs: 7 } })
  await page.goto(stack.addresses.carrier)
  await expect(page.getByLabel('Behaviour of RouteA')).toHaveValue('late')
  await expect(page.getByText('Differs: lateDelayMs 7.')).toBeVisible()
  await stack.part('simulator').stop()
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('does not answer since')
  await stack.start('simulator')
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
})

test('it is accessible and can be used on a phone', async ({ page, stack, waybill }) => {
  await waybill.ended((await waybill.submit({ id: 'x'.repeat(125) })).id)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(stack.addresses.carrier)
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
  await expect(page.getByText('x'.repeat(125)).first()).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 })
    await expectNoViolation(page)
  }
})

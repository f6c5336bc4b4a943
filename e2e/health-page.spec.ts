import type { Page } from '@playwright/test'
import { pagePaths } from '@/lib/contract/paths'
import { expectNoViolation } from './support/axe'
import { expect, test } from './support/test'

test.afterEach(({ carriers }) => carriers.greet(true).catch(() => undefined))

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const steps = (page: Page) => page.getByRole('list', { name: 'Steps of the self-test' }).getByRole('listitem')
const findings = (page: Page) => page.getByRole('list', { name: 'What should be set right' })

test('a self-test is run with the keyboard alone, and shown step by step', async ({ page }) => {
  await page.goto(pagePaths.packets)
  const place = page.getByRole('navigation', { name: 'Main' }).first().getByRole('link', { name: 'Health' })
  await place.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Health' })).toBeVisible()
  const button = page.getByRole('button', { name: 'Run self-test' })
  await expect(button).toBeEnabled()
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(panel(page, 'Self-test')).toContainText(/Passed\. Web, Temporal, worker and network work, in /)
  await expect(steps(page)).toContainText([
    /Web → Temporal\s*Passed in \d/,
    /Temporal → worker\s*Passed in \d.*Taken by/,
    /Worker → greeting service\s*Passed in \d.*answered/,
    /Back to the web process\s*Passed in \d/,
  ])
  await expect(page.getByRole('list', { name: 'Self-tests, newest first' })).toContainText('on demand')
  await expectNoViolation(page)
})

test('while the greeting service is stopped its retries are seen live, and it ends when it is back', async ({
  page,
  carriers,
}) => {
  await carriers.greet(false)
  await page.goto(pagePaths.health)
  await page.getByRole('button', { name: 'Run self-test' }).click()
  const story = panel(page, 'Self-test')
  await expect(story).toContainText(
    /Failing\. [2-9] tries failed, and it is tried again: The greeting service/,
  )
  await expect(story).toContainText('the connection broke')
  await expect(story).toContainText(/Next try (now|in \d+ s)\./)
  await expect(steps(page).nth(2)).toContainText(/Failing, try \d/)
  await expect(findings(page)).toContainText('The self-test fails')
  await expectNoViolation(page)
  await expect(story).toContainText(/Failing\. [3-9] tries failed/)
  await carriers.greet(true)
  await expect(story).toContainText(/Passed\. .* after \d failed tries\./, { timeout: 30_000 })
  await expect(findings(page).getByText('The self-test fails')).toBeHidden()
})

test('a greeting service that is gone altogether is reported as that', async ({ page, stack }) => {
  await stack.kill('simulator')
  await page.goto(pagePaths.health)
  await page.getByRole('button', { name: 'Run self-test' }).click()
  await expect(panel(page, 'Self-test')).toContainText('connection refused')
  await stack.start('simulator')
  await expect(panel(page, 'Self-test')).toContainText(/Passed\. .* after .* failed tr/, { timeout: 30_000 })
})

test('the page tells which part is where, and what is missing', async ({ page, stack }) => {
  await page.goto(pagePaths.health)
  await expect(panel(page, 'Temporal')).toContainText(stack.addresses.temporal)
  await expect(panel(page, 'PostgreSQL')).toContainText('/waybill')
  await expect(panel(page, 'Workers')).toContainText(/up\s*Heartbeat/)
  await expect(panel(page, 'Workers')).toContainText(/Directory read\s*\d.* ago/)
  await expect(page.getByRole('table', { name: 'Queues' }).getByRole('row')).toContainText([
    'Task queue',
    'data-routing',
    'waybill-control',
    'carrier.RouteA',
  ])
  await expect(panel(page, 'Receipt intake')).toContainText('takes receipts since')
  await expect(panel(page, 'Clocks')).toContainText('PostgreSQL: no difference')

  await stack.part('worker').stop()
  await expect(findings(page)).toContainText('No worker is alive.')
  await page.getByRole('button', { name: 'Run self-test' }).click()
  await expect(steps(page).nth(1)).toContainText('Under way')
  await expect(panel(page, 'Self-test')).toContainText('It waits for a worker.')
  await expectNoViolation(page)
  await stack.start('worker')
  await expect(panel(page, 'Self-test')).toContainText('Passed.')
})

test('while Temporal is down the last self-tests can be read, and another one fails at its first step', async ({
  page,
  stack,
}) => {
  await page.goto(pagePaths.health)
  await page.getByRole('button', { name: 'Run self-test' }).click()
  await expect(panel(page, 'Self-test')).toContainText('Passed. Web')
  await stack.kill('temporal')
  await expect(panel(page, 'Temporal')).toContainText('Down')
  await expect(panel(page, 'Workers')).toContainText('Not known')
  await page.getByRole('button', { name: 'Run self-test' }).click()
  await expect(steps(page)).toContainText([/Failed.*gave no answer/, 'Not tried', 'Not tried', 'Not tried'])
  await page.reload()
  await expect(page.getByRole('list', { name: 'Self-tests, newest first' })).toContainText(
    'Web, Temporal, worker and network work',
  )
  await expectNoViolation(page)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('the Health page is in the menu of the bar, and runs a self-test', async ({ page }) => {
    await page.goto(pagePaths.packets)
    const bar = page.getByRole('navigation', { name: 'Main' })
    await bar.getByText('More').tap()
    await expectNoViolation(page)
    await bar.getByRole('link', { name: 'Health' }).tap()
    await expect(bar.getByRole('link', { name: 'Health' })).toBeHidden()
    await page.getByRole('button', { name: 'Run self-test' }).tap()
    await expect(panel(page, 'Self-test')).toContainText('Passed. Web')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await expectNoViolation(page)
  })
})

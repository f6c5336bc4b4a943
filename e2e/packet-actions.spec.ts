import { randomUUID } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { apiPath } from '@/lib/contract/paths'
import { expectNoViolation } from './support/axe'
import { mend } from './support/own-stack'
import { notePrivate } from './support/private-texts'
import { expect, test } from './support/test'

const reason = 'the customer waits'

test.beforeEach(({ carriers }) => carriers.behave({ '*': 'silent' }))

/** Opens the dialog of a button on the page. */
async function open(page: Page, button: string): Promise<Locator> {
  await page.getByRole('button', { name: button }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  return dialog
}

test('operators act on a packet from its page, with their name, and each is told what the other did', async ({
  page,
  context,
  waybill,
  packetView,
}) => {
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await waybill.accepted(id)
  await packetView.open(id)
  const more = await open(page, 'More time')
  await expect(more).toHaveAccessibleName('Give attempt 1 (RouteA) more time?')
  await more.getByLabel('How much more').selectOption('5 min')
  await more.getByLabel('Your name').fill('Ada')
  await more.getByRole('button', { name: 'Give more time' }).click()
  await expect(more).toBeHidden()
  const { attempts } = await waybill.packet(id)
  expect(Date.parse(attempts[0]?.deadline ?? '') - Date.now()).toBeGreaterThan(300_000)

  const preferring = await open(page, 'Prefer a provider')
  await preferring.getByLabel('Provider').selectOption('RouteC')
  await expect(preferring.getByLabel('Your name')).toHaveValue('Ada')
  await preferring.getByRole('button', { name: 'Prefer it' }).click()
  await expect(preferring).toBeHidden()

  const other = await context.newPage()
  await other.goto(page.url())
  const theirs = await open(other, 'Fail over now')
  const mine = await open(page, 'Fail over now')
  await mine.getByRole('button', { name: 'Fail over' }).click()
  await expect(mine).toBeHidden()
  await expect(packetView.story).toContainText(`RouteA was failed over by hand (Ada: ${reason})`)
  await expect(packetView.story).toContainText('waiting for the receipt of RouteC')
  await theirs.getByRole('button', { name: 'Fail over' }).click()
  await expect(theirs.getByRole('alert')).toHaveText(
    'Attempt 2 (RouteC) is the latest by now, not attempt 1.',
  )
  await other.close()

  const confirming = await open(page, 'Confirm by hand that it was delivered')
  await confirming.getByLabel('Attempt').selectOption('1: RouteA')
  await expect(confirming).toHaveAccessibleName('Confirm by hand that attempt 1 (RouteA) delivered it?')
  await confirming.getByRole('button', { name: 'Confirm' }).click()
  await expect(confirming).toBeHidden()
  await expect(packetView.story).toContainText('RouteA was confirmed by hand')
  await expect(packetView.panel('By hand').getByRole('listitem')).toHaveText([
    /gave RouteA 5 min more.*Ada.*the customer waits/,
    /preferred RouteC/,
    /failed over from RouteA/,
    /confirmed by hand that RouteA delivered it/,
  ])
  await expectNoViolation(page)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('the actions and their dialogs fit, and can be used by touch', async ({
    page,
    waybill,
    packetView,
  }) => {
    const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
    await waybill.accepted(id)
    await packetView.open(id)
    await page.getByRole('button', { name: 'Skip a provider' }).tap()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Provider').selectOption('RouteB')
    await dialog.getByLabel('Reason').fill('w'.repeat(200))
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await expectNoViolation(page)
    await dialog.getByRole('button', { name: 'Skip it' }).tap()
    await expect(dialog).toBeHidden()
    await expect(packetView.panel('By hand')).toContainText('skipped RouteB')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  })
})

test('an action sent to a killed worker has an unknown outcome, and takes effect at most once', async ({
  request,
  stack,
  waybill,
}) => {
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await waybill.accepted(id)
  const key = randomUUID()
  notePrivate(key)
  const failOver = async () => {
    const headers = { 'idempotency-key': key }
    const answer = await request.post(apiPath('/api/packets/{id}/actions/fail-over', { id }), {
      headers,
      data: { reason, attempt: 1 },
    })
    return { status: answer.status(), body: await answer.json() }
  }
  await stack.kill('worker')
  const startedAt = performance.now()
  const lost = await failOver()
  expect([lost.status, lost.body.code]).toEqual([504, 'OUTCOME_UNKNOWN'])
  expect(performance.now() - startedAt).toBeLessThan(4_000)
  await mend(stack)
  await expect.poll(async () => (await failOver()).status).toBe(200)
  const packet = await waybill.accepted(id, 2)
  expect(packet.actions).toHaveLength(1)
  expect(packet.attempts.map(({ outcome }) => outcome)).toEqual(['ABANDONED', 'PENDING'])
})

import { apiPath, pagePaths } from '@/lib/contract/paths'
import { answerWith, TestReceiver } from '@/lib/notify/test-support/test-receiver'
import { expectNoViolation } from './support/axe'
import { held } from './support/carriers'
import { expect, test } from './support/test'

let receiver: TestReceiver

test.beforeEach(async () => {
  receiver = await TestReceiver.start()
})

test.afterEach(async ({ request, waybill }) => {
  await receiver.stop()
  const list = await (await request.get(`${waybill.url}${apiPath('/api/receivers')}`)).json()
  const data = { reason: 'the test is over' }
  for (const { id, kind, disabled } of list.items) {
    if (kind === 'subscription')
      await request.post(`${waybill.url}${apiPath('/api/receivers/{id}/actions/delete', { id })}`, { data })
    else if (disabled !== null)
      await request.post(`${waybill.url}${apiPath('/api/receivers/{id}/actions/enable', { id })}`)
  }
})

test('a subscription is made, its secret shown once, and it is told of a packet', async ({
  page,
  waybill,
  packetView,
}) => {
  // The page is checked in many states, each in light and in dark colours.
  test.setTimeout(120_000)
  await page.goto(pagePaths.notifications)
  await expect(page.getByText('None yet. A subscription is notified')).toBeVisible()
  await expectNoViolation(page)
  const form = page.getByRole('form', { name: 'New subscription' })
  await form.getByLabel('Address').fill('http://10.0.0.1/hooks')
  await form.getByRole('button', { name: 'Subscribe' }).click()
  await expect(form.getByLabel('Address')).toHaveAccessibleDescription(/^10\.0\.0\.1 is not a public address/)
  await expectNoViolation(page)
  await form.getByLabel('Address').fill(receiver.url)
  await form.getByLabel('Source').fill('+49 told')
  await form.getByRole('button', { name: 'Subscribe' }).click()
  const made = page.getByRole('region', { name: 'New subscription' })
  const secret = (await made.getByText(/^whsec_/).textContent()) ?? ''
  await expectNoViolation(page)
  await made.getByRole('button', { name: 'I have saved it' }).click()
  const row = page.getByRole('list', { name: 'Subscriptions' }).getByRole('listitem')
  await expect(row).toContainText('Nothing sent yet')
  await expect(page.getByText(secret)).toHaveCount(0)

  const { id } = await waybill.submit({ source: '+49 told' })
  await packetView.open(id)
  const told = packetView.panel('Notifications')
  await expect(told).toContainText(`Delivered to ${receiver.url}`)
  await expect(told.getByRole('listitem')).toContainText('Answered 204')
  expect(receiver.received.map(({ packetId, type }) => [packetId, type])).toEqual([[id, 'packet.delivered']])
  expect(receiver.received[0]?.isSignedWith(secret)).toBe(true)

  // An operator sends the same notification again.
  await told.getByText('1 try').click()
  await expect(told.getByText(receiver.received[0]?.id ?? '')).toBeVisible()
  await expectNoViolation(page)
  await told.getByRole('button', { name: `Send again to ${receiver.url}` }).click()
  await expect(told.getByText('2 tries')).toBeVisible()
  expect(new Set(receiver.received.map((each) => each.id)).size).toBe(1)
  await page.goto(pagePaths.notifications)
  await expect(row).toContainText('Working')

  // Every page reports a disabled subscription, unlike a disabled receiver of a single packet.
  await row.getByRole('button', { name: `Disable ${receiver.url}` }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('It is being mended')
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  const warning = page.getByText('A subscription is disabled.')
  await expect(warning).toBeVisible()
  await row.getByRole('button', { name: `Enable ${receiver.url}` }).click()
  await expect(warning).toHaveCount(0)
})

test('a failing receiver says so, waits while it is disabled, and is notified once it is enabled', async ({
  page,
  waybill,
  packetView,
}) => {
  test.setTimeout(120_000)
  receiver.answer = answerWith(500)
  const { id } = await waybill.submit({ notifyUrl: receiver.url })
  await packetView.open(id)
  const told = packetView.panel('Notifications')
  await expect(told.getByRole('listitem')).toContainText(/Answered 500 .* Next try in/)
  await page.goto(pagePaths.notifications)
  const hosts = page.getByRole('list', { name: 'Addresses that came with packets' })
  const row = hosts.getByRole('listitem').filter({ hasText: receiver.origin })
  await expect(row).toContainText(/Failing.*Every try has failed since .*: answered 500/s)
  await row.getByRole('button', { name: `Disable ${receiver.origin}` }).click()
  const dialog = page.getByRole('dialog', { name: 'Disable this receiver?' })
  await expectNoViolation(page)
  await dialog.getByLabel('Reason').fill('It is being mended')
  await dialog.getByRole('button', { name: 'Disable' }).click()
  await expect(row).toContainText(/Disabled.*Nothing is sent to it since .*: It is being mended/s)
  await expectNoViolation(page)
  await packetView.open(id)
  await expect(told).toContainText('Its receiver is disabled.')
  await expectNoViolation(page)
  receiver.answer = answerWith(204)
  await page.goto(pagePaths.notifications)
  await row.getByRole('button', { name: `Enable ${receiver.origin}` }).click()
  await expect(row).toContainText('Working')
})

test('a packet with a notification address shows it before it has ended; the form takes the address', async ({
  page,
  carriers,
  packetView,
}) => {
  await carriers.behave({ RouteA: held })
  await page.goto(pagePaths.submit)
  await page.getByText('Advanced').click()
  await page.getByLabel('Notify at').fill('ftp://example.com')
  await page.getByRole('button', { name: 'Submit packet' }).click()
  await expect(page.getByLabel('Notify at')).toHaveAccessibleDescription(/http or https/)
  await page.getByLabel('Notify at').fill('http://169.254.169.254/latest')
  await page.getByRole('button', { name: 'Submit packet' }).click()
  await expect(page.getByLabel('Notify at')).toHaveAccessibleDescription(/not a public address/)
  await page.getByLabel('Notify at').fill(receiver.url)
  await page.getByRole('button', { name: 'Submit packet' }).click()
  await expect(packetView.panel('Notifications')).toContainText(
    `${receiver.url} is notified once the packet has ended.`,
  )
  await carriers.release()
  await expect(packetView.panel('Notifications')).toContainText('Answered 204')
})

test('a worker killed between sending a notification and recording it: the next one sends it again', async ({
  stack,
  waybill,
}) => {
  let killed: Promise<void> | null = null
  receiver.answer = async (response) => {
    // The worker is killed before it can receive the answer.
    if (killed === null) {
      killed = stack.kill('worker')
      await killed
    }
    response.writeHead(204).end()
  }
  const { id } = await waybill.submit({ notifyUrl: receiver.url })
  await expect.poll(() => receiver.received.length).toBe(1)
  await killed
  await stack.start('worker')
  const notifications = async () =>
    (await fetch(`${waybill.url}${apiPath('/api/packets/{id}/notifications', { id })}`)).json()
  await expect
    .poll(notifications, { timeout: 30_000 })
    .toMatchObject({ items: [{ state: 'TOLD', tries: [{ ok: true }] }] })
  expect(receiver.received.map(({ id: webhookId, body }) => [webhookId, body])).toEqual([
    [receiver.received[0]?.id, receiver.received[0]?.body],
    [receiver.received[0]?.id, receiver.received[0]?.body],
  ])
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('the page and the part of a packet fit, with long addresses', async ({
    page,
    waybill,
    packetView,
  }) => {
    const url = `${receiver.origin}/${'a-very-long-path-without-a-blank'.repeat(8)}`
    receiver.answer = answerWith(302, { location: 'http://10.0.0.1/' })
    const { id } = await waybill.submit({ notifyUrl: url })
    await packetView.open(id)
    const told = packetView.panel('Notifications')
    await expect(told).toContainText('Answered 302: redirects are not followed')
    await told.getByText(/^\d+ (try|tries)$/).tap()
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
    expect(await fits()).toBe(true)
    await expectNoViolation(page)
    await page.goto(pagePaths.notifications)
    await expect(page.getByRole('list', { name: 'Addresses that came with packets' })).toContainText(
      'Failing',
    )
    expect(await fits()).toBe(true)
    await expectNoViolation(page)
  })
})

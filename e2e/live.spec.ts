// Whether a page that says it is live really is, whatever stands between it and the server.
import type { Locator, Page } from '@playwright/test'
import { pagePaths } from '@/lib/contract/paths'
import { expectNoViolation } from './support/axe'
import { held } from './support/carriers'
import { rowOf } from './support/packet-row'
import { PacketView } from './support/packet-view'
import { ProxyBetween } from './support/proxy-between'
import { test as base, expect } from './support/test'
import { translate } from './support/translate'

const test = base.extend<{ between: ProxyBetween }>({
  between: async ({ stack }, use) => {
    const between = new ProxyBetween(stack.addresses.web)
    await between.start()
    await use(between)
    between.stop()
  },
})

const connectionOf = (page: Page): Locator => page.getByRole('status', { name: 'Connection' })
/** In steps: a page whose clock jumps by ten seconds at once assumes that the machine was asleep. */
async function timePasses(page: Page, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 5_000) await page.clock.fastForward(5_000)
}

const signInWords = 'This address answered with a sign-in page. Reload the page to sign in.'

test('a sign-in page in front is no stream: it is told, asked calmly, and left behind once one is signed in', async ({
  page,
  between,
}) => {
  await page.clock.install()
  await page.goto(`${between.url}${pagePaths.packets}`)
  await expect(connectionOf(page)).toHaveText('Live')
  between.answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>')
    return true
  }
  between.breakConnections()
  await expect(page.getByText(signInWords)).toBeVisible()
  await expect(connectionOf(page)).toHaveText('Not live')
  await expectNoViolation(page)
  between.takeStreams()
  await page.evaluate(() => {
    const badge = document.querySelector('[aria-label="Connection"]')
    const flashes = () => document.documentElement.toggleAttribute('data-flashed', true)
    if (badge) new MutationObserver(flashes).observe(badge, { subtree: true, characterData: true })
  })
  await timePasses(page, 13_000)
  await expect.poll(() => between.takeStreams()).toHaveLength(1)
  await expect(page.locator('html[data-flashed]')).toHaveCount(0)
  between.answer = () => false
  // In steps of a second: a connection made within a longer step would already be ten seconds old before its answer.
  await expect(async () => {
    await page.clock.fastForward(1_000)
    await expect(connectionOf(page)).toHaveText('Live', { timeout: 200 })
  }).toPass({ intervals: [0], timeout: 30_000 })
  await expect(page.getByText(signInWords)).toBeHidden()
})

test('a redirect to a login at another origin is told by pages that poll, and by what one sends', async ({
  page,
  between,
  waybill,
  carriers,
}) => {
  await carriers.behave({ '*': 'silent' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
  await page.goto(`${between.url}${pagePaths.providers}`)
  await expect(connectionOf(page)).toHaveText('Live')
  const view = new PacketView(page)
  const login = (path = '') => path.startsWith('/api/') && !path.startsWith('/api/events/')
  between.answer = ({ url }, response) => {
    if (!login(url)) return false
    response.writeHead(302, { location: 'http://login.invalid/' }).end()
    return true
  }
  await expect(page.getByText(signInWords).first()).toBeVisible()
  await expect(connectionOf(page)).toHaveText('Not live')
  await page.goto(`${between.url}${pagePaths.packet(id)}`)
  const dialog = await view.cancel('to see what it says')
  await expect(dialog.getByRole('alert')).toContainText(signInWords)
})

for (const passes of ['headers', 'nothing'] as const) {
  test(`a proxy that lets ${passes} of a stream pass is told within 25 s, and the list stays true`, async ({
    page,
    between,
    waybill,
  }) => {
    between.passes = passes
    await page.clock.install()
    await page.goto(`${between.url}${pagePaths.packets}`)
    await timePasses(page, 20_000)
    await expect(
      page.getByText('holds back live updates; this page refreshes every 10 s instead'),
    ).toBeVisible()
    await expect(connectionOf(page)).toHaveText('Read every 10 s')
    const { id } = await waybill.submit()
    await waybill.ended(id)
    await timePasses(page, 10_000)
    await expect(rowOf(page, id)).toContainText('Delivered')
    await expectNoViolation(page)
  })
}

test('seven windows of one browser are all live over HTTP/1.1, also after the first ones are gone', async ({
  context,
  waybill,
  carriers,
  between,
}) => {
  test.setTimeout(120_000)
  await carriers.behave({ '*': held })
  const submitted = []
  for (let count = 0; count < 6; count++) submitted.push(await waybill.submit({ receiptTimeoutMs: 120_000 }))
  const windows: Page[] = []
  for (const path of [...submitted.map(({ id }) => pagePaths.packet(id)), pagePaths.packets]) {
    const page = await context.newPage()
    windows.push(page)
    await page.goto(`${between.url}${path}`)
  }
  for (const window of windows) await expect(connectionOf(window)).toHaveText('Live')
  const others = windows.splice(4)
  between.takeStreams()
  for (const gone of windows) await gone.close()
  // Windows that only polled until now open a stream.
  await expect.poll(() => between.takeStreams().length, { timeout: 20_000 }).toBeGreaterThan(0)
  await carriers.release()
  for (const window of others) {
    await expect(connectionOf(window)).toHaveText(/Live|Final/)
    await expect(window.getByText('Delivered').first()).toBeVisible()
  }
})

for (const way of ['replace', 'wrap'] as const) {
  test(`a page whose texts a translator has in hand (${way}) goes on changing`, async ({
    page,
    context,
    waybill,
    carriers,
    packetView,
  }) => {
    await carriers.behave({ RouteA: held })
    const { id } = await waybill.submit({ receiptTimeoutMs: 60_000 })
    const failures: Error[] = []
    const list = await context.newPage()
    for (const each of [page, list]) each.on('pageerror', (error) => failures.push(error))
    await list.goto(pagePaths.packets)
    await packetView.open(id)
    await expect(packetView.story).toContainText('Waiting for the receipt of RouteA')
    await expect(rowOf(list, id)).toContainText('Transmitting')
    await translate(page, way)
    await translate(list, way)
    await carriers.release()
    await expect(packetView.story).toContainText('Delivered')
    await expect(packetView.story).toContainText(/RouteA confirmed after \d/)
    await expect(packetView.story).not.toContainText('Waiting')
    await expect(packetView.attempts.first()).toContainText('delivered after')
    await expect(rowOf(list, id)).toContainText('Delivered')
    await expect(rowOf(list, id)).not.toContainText('Transmitting')
    await list.getByRole('link', { name: `Packet ${id}` }).click()
    await expect(new PacketView(list).story).toContainText('Delivered')
    await list.getByRole('link', { name: 'All packets' }).click()
    await expect(rowOf(list, id)).toContainText('Delivered')
    expect(failures).toEqual([])
  })
}

test('a page says when the server was updated, and is loaded again when unattended', async ({ page }) => {
  await page.clock.install()
  await page.route('**/api/**', async (route) => {
    const response = await route.fetch()
    const headers = { ...response.headers(), 'waybill-build': 'another' }
    await route.fulfill({ response, headers })
  })
  await page.goto(pagePaths.providers)
  await expect(page.getByText('Waybill was updated since this page was loaded.')).toBeVisible()
  await expectNoViolation(page)
  await page.evaluate(() => document.documentElement.toggleAttribute('data-old', true))
  await page.clock.fastForward('05:30')
  await expect(page.locator('html[data-old]')).toHaveCount(0)
  // A request may still be passing through the route.
  await page.unrouteAll({ behavior: 'wait' })
  await expect(page.getByRole('heading', { name: 'Providers', exact: true })).toBeVisible()
  await expect(page.getByText('Waybill was updated')).toBeHidden()
})

import { apiPath, pagePaths } from '@/lib/contract/paths'
import { buildUnlessCurrent } from '@/scripts/build/inputs'
import { buildWeb, webBuild } from '@/scripts/build/web'
import { freePorts } from '@/scripts/stack/addresses'
import { ROOT } from '@/scripts/stack/root'
import type { Stack } from '@/scripts/stack/stack'
import { expect, test } from '../support/browser-test'
import { startOwnStack } from '../support/own-stack'
import { PacketView } from '../support/packet-view'
import { type Proxied, serveBehindProxy } from '../support/reverse-proxy'
import { privateText } from '../support/waybill'

const path = '/ops/waybill'
let stack: Stack | null = null
let strip: Proxied
let keep: Proxied

/** Builds the pages for a path, because it is part of every link in them. */
async function buildPages(env: { PAGES_DIR: string; PUBLIC_URL: string }): Promise<void> {
  const build = {
    ...webBuild,
    setting: () => path,
    outputs: [`${env.PAGES_DIR}/BUILD_ID`],
    stamp: `${env.PAGES_DIR}/.stamp`,
  }
  await buildUnlessCurrent(ROOT, build, () => buildWeb({ report: () => undefined, env }))
}

test.beforeAll(async () => {
  test.setTimeout(300_000)
  const [port = 0] = await freePorts(1)
  const publicUrl = `http://127.0.0.1:${port}${path}`
  const upstream = () => stack?.addresses.web ?? null
  strip = await serveBehindProxy(port, path, upstream, 'strip')
  keep = await serveBehindProxy(0, path, upstream, 'keep')
  const env = {
    PUBLIC_URL: publicUrl,
    PAGES_DIR: '.next-behind-a-proxy',
    CALLBACK_URL: `${publicUrl}${apiPath('/api/callbacks/transmit')}`,
    CARRIER_PROFILES: 'silent',
  }
  await buildPages({ PAGES_DIR: env.PAGES_DIR, PUBLIC_URL: publicUrl })
  ;({ stack } = await startOwnStack('behind-a-proxy', env))
})

test.afterAll(async () => {
  await stack?.stop()
  await Promise.all([strip?.stop(), keep?.stop()])
})

for (const way of ['strip', 'keep'] as const) {
  test(`under the path of a proxy that does ${way} it, pages are styled, live, and can be worked with`, async ({
    page,
  }) => {
    test.setTimeout(120_000)
    const proxied = way === 'strip' ? strip : keep
    await page.goto(proxied.url)
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
    const view = new PacketView(page)
    const nav = page.getByRole('navigation', { name: 'Main' }).first()
    await nav.getByRole('link', { name: 'Packets' }).click()
    await expect(page).toHaveURL(`${proxied.url}${pagePaths.packets}`)
    await expect(view.connection).toHaveText('Live')
    expect(await nav.evaluate((element) => getComputedStyle(element).display)).toBe('flex')

    await nav.getByRole('link', { name: 'Submit' }).click()
    await page.getByRole('textbox', { name: 'Text' }).fill(privateText())
    await page.getByRole('button', { name: 'Submit packet' }).click()
    await expect(page).toHaveURL(new RegExp(`${path}/packets/.+`))
    await expect(view.story).toContainText('Transmitting')
    await expect(view.connection).toHaveText('Live')
    await page.reload()
    await expect(view.connection).toHaveText('Live')
    await view.cancel('a trial')
    await expect(view.story).toContainText('Canceled')
    expect(proxied.astray).toEqual([])
  })
}

test('programs are given addresses with the path, and reach the process directly without it', async () => {
  const body = JSON.stringify({ source: '+017771110000', destination: '+016660002222', text: privateText() })
  const headers = { 'content-type': 'application/json', origin: new URL(strip.url).origin }
  const submitted = await fetch(`${strip.url}${apiPath('/api/packets')}`, { method: 'POST', headers, body })
  expect(submitted.status).toBe(202)
  const { id } = await submitted.json()
  expect(submitted.headers.get('location')).toBe(`${path}${apiPath('/api/packets/{id}', { id })}`)
  const itself = stack?.addresses.web ?? ''
  for (const base of [strip.url, keep.url, itself, `${itself}${path}`]) {
    expect((await fetch(`${base}${apiPath('/api/packets/{id}', { id })}`)).status, base).toBe(200)
  }
  const document = await (await fetch(`${keep.url}${apiPath('/api/openapi.json')}`)).json()
  expect(document.servers).toEqual([{ url: strip.url }])
  const drain = await fetch(
    `${strip.url}${apiPath('/api/providers/{name}/actions/drain', { name: 'RouteE' })}`,
    {
      method: 'POST',
      headers,
      body: JSON.stringify({ reason: 'a trial' }),
    },
  )
  expect(drain.status).toBe(200)
  const elsewhere = { ...headers, origin: 'http://evil.example' }
  const refused = await fetch(`${strip.url}${apiPath('/api/packets')}`, {
    method: 'POST',
    headers: elsewhere,
    body,
  })
  expect(refused.status).toBe(403)
  // The web process first tested its callback address before this proxy was ready, so the warning must go away.
  const ready = async () => (await fetch(`${keep.url}${apiPath('/api/health/ready')}`)).json()
  await expect.poll(ready).toMatchObject({ status: 'ready', warnings: [] })
})

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { apiPath, pagePaths } from '@/lib/contract/paths'
import { providerList } from '@/lib/contract/provider-list'
import { expect, test } from '../support/browser-test'
import { startOwnStack } from '../support/own-stack'
import { RUN_FOLDER } from '../support/run-folder'

/** Valid names of providers that change their meaning when an address is decoded once too often or too rarely. */
const names = [
  'A',
  '%41',
  '100 % sure',
  'a/b?c#d&e=f+g;h',
  'back\\slash',
  `O'Hara "&" <sons>`,
  'actions',
  'scoreboard',
  'αβγ Telecom (backup) №2',
  'שלום 📦',
  'W'.repeat(64),
]

async function providersFile(): Promise<string> {
  await mkdir(RUN_FOLDER, { recursive: true, mode: 0o700 })
  const file = join(RUN_FOLDER, 'odd-providers.json')
  const common = {
    // No packet is handed over here; this is the longest host name that real providers have.
    url: 'https://gateway-eu-west-1.messaging.acme-telecom.example:8443/transmit',
    handOverSecretEnv: 'ROUTE_A_HANDOVER_SECRET',
    receiptSecretEnv: 'ROUTE_A_RECEIPT_SECRET',
  }
  await writeFile(file, JSON.stringify(names.map((name) => ({ name, ...common }))))
  return file
}

test('providers of any name can be told apart, drained and resumed, one by one', async ({ page }) => {
  test.setTimeout(120_000)
  const { stack } = await startOwnStack('odd-names', { PROVIDERS_FILE: await providersFile() })
  const url = stack.addresses.web
  const act = async (name: string, action: 'drain' | 'resume') => {
    const response = await fetch(`${url}${apiPath(`/api/providers/{name}/actions/${action}`, { name })}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason: `${action} it alone` }),
    })
    expect(response.status, name).toBe(200)
    const { items } = providerList.parse(await response.json())
    return items.filter(({ state }) => state.drained !== null).map((provider) => provider.name)
  }
  try {
    for (const name of names) {
      expect(await act(name, 'drain')).toEqual([name])
      expect(await act(name, 'resume')).toEqual([])
    }
    const nobody = await fetch(`${url}${apiPath('/api/providers/{name}/actions/drain', { name: '%2541' })}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'nobody has this name' }),
    })
    expect(nobody.status).toBe(404)

    await page.goto(`${url}${pagePaths.providers}`)
    const widest = `Drain ${'W'.repeat(64)}`
    await page.getByRole('button', { name: widest, exact: true }).click()
    await page.getByRole('dialog').getByLabel('Reason').fill('m'.repeat(200))
    await page.getByRole('dialog').getByRole('button', { name: 'Drain', exact: true }).click()
    await expect(page.getByRole('button', { name: widest, exact: true })).toBeHidden()
    const odd = 'a/b?c#d&e=f+g;h'
    await page.getByRole('button', { name: `Drain ${odd}`, exact: true }).click()
    await page.getByRole('dialog').getByLabel('Reason').fill('announced maintenance')
    await page.getByRole('dialog').getByRole('button', { name: 'Drain', exact: true }).click()
    await expect(page.getByRole('button', { name: `Resume ${odd}`, exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: /^Resume / })).toHaveCount(2)

    for (const width of [1024, 1280, 1536, 320, 390]) {
      await page.setViewportSize({ width, height: 844 })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(wide, `at ${width} px`).toBeLessThanOrEqual(width)
    }
    // On a phone the host name leaves the provider's name half of the row.
    const heading = await page.getByRole('rowheader', { name: odd }).boundingBox()
    expect(heading?.width).toBeGreaterThan(150)
  } finally {
    await stack.stop()
  }
})

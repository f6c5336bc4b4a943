// How much JavaScript a browser with an empty cache is sent for the list, compressed as it comes.
import type { Page } from '@playwright/test'
import { pagePaths } from '@/lib/contract/paths'
import type { Bench } from './bench'
import { withPage } from './browser'
import { atMost, type Measured } from './figures'
import { fillLists, temporalListUrl } from './first-row'
import { round } from './statistics'

const MOST_KB = 260

interface Sent {
  kb: number
  files: number
}

async function scriptsOf(page: Page, url: string): Promise<Sent> {
  const session = await page.context().newCDPSession(page)
  const scripts = new Set<string>()
  let bytes = 0
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  await session.send('Network.enable')
  await page.goto(url, { waitUntil: 'load' })
  await page.locator('tbody tr a').first().waitFor()
  return { kb: round(bytes / 1000), files: scripts.size }
}

export async function measureJavascript(bench: Bench): Promise<Measured> {
  await fillLists(bench)
  const list = `${bench.stack.addresses.web}${pagePaths.packets}`
  const ours = await withPage(bench, (page) => scriptsOf(page, list))
  const theirs = await withPage(bench, (page) => scriptsOf(page, temporalListUrl(bench)))
  return {
    figures: {
      javascriptKb: {
        waybill: ours.kb,
        files: ours.files,
        temporalUi: theirs.kb,
        temporalUiFiles: theirs.files,
      },
    },
    checks: [atMost('javascriptKb.waybill', ours.kb, MOST_KB)],
  }
}

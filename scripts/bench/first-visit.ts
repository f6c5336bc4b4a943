// The first visit to the packet list with an empty cache: time to the first row and size of the JavaScript, compared
// with the list in Temporal's own UI.
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { pagePaths } from '@/lib/contract/paths'
import type { Bench } from './bench'
import { withPage } from './browser'
import { deliverOne } from './deliveries'
import { atMost, type Measured, median, round } from './figures'
import { fillStore, storeSizes } from './store'

const MOST_FACTOR = 0.4

/** Injected into every page before its scripts: notes the first frame in which a packet's row is in the window. */
const NOTE_FIRST_ROW = `
  requestAnimationFrame(function look() {
    const rows = [...document.querySelectorAll('tbody tr')]
    const visible = rows.some((row) => {
      const { top, height } = row.getBoundingClientRect()
      return row.querySelector('a[href*="packet"]') && height > 0 && top < innerHeight && row.checkVisibility()
    })
    if (!visible) requestAnimationFrame(look)
    else requestAnimationFrame(() => { window.firstRowMs = performance.now() })
  })
`

async function openList(page: Page, url: string): Promise<number> {
  await page.addInitScript(NOTE_FIRST_ROW)
  await page.goto(url, { waitUntil: 'commit' })
  const handle = await page.waitForFunction(() => Reflect.get(window, 'firstRowMs'))
  return z.number().parse(await handle.jsonValue())
}

function temporalListUrl({ stack }: Bench): string {
  return `${stack.addresses.temporalUi}/namespaces/${stack.namespace}/workflows`
}

const DELIVERED = 20

/** Delivers packets for both lists. Temporal's list has only packets that were really delivered, one per workflow. */
async function fillLists(bench: Bench): Promise<number> {
  for (let index = 0; index < DELIVERED; index++) await deliverOne(bench)
  return fillStore(bench, storeSizes(bench.quick).few)
}

export async function measureFirstRow(bench: Bench): Promise<Measured> {
  const packets = await fillLists(bench)
  const ours: number[] = []
  const theirs: number[] = []
  const rounds = bench.quick ? 3 : 7
  for (let index = 1; index <= rounds; index++) {
    bench.signal.throwIfAborted()
    const list = `${bench.stack.addresses.web}${pagePaths.packets}`
    ours.push(await withPage(bench, (page) => openList(page, list)))
    theirs.push(await withPage(bench, (page) => openList(page, temporalListUrl(bench))))
    const [one, other] = [round(ours.at(-1) ?? 0, 0), round(theirs.at(-1) ?? 0, 0)]
    bench.say(`Round ${index} of ${rounds}: first row after ${one} ms, in Temporal's own pages ${other} ms`)
  }
  const ratio = round(median(ours.map((ms, index) => ms / (theirs[index] ?? ms))), 2)
  return {
    figures: {
      firstRowMs: { waybill: round(median(ours), 0), temporalUi: round(median(theirs), 0), ratio, packets },
    },
    checks: [atMost('firstRowMs.ratio', ratio, MOST_FACTOR)],
  }
}

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

/** Measures the bytes of JavaScript that a browser with an empty cache receives, as compressed on the wire. */
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

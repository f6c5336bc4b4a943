// From a receipt's arrival to the changed status in the page of its packet.
import type { Page } from '@playwright/test'
import { pagePaths } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import type { Bench } from './bench'
import { untilLive, withPage } from './browser'
import { confirm, setCarriers, submitWaiting } from './carrier'
import { atMost, type Measured } from './figures'
import { spreadOf } from './statistics'

const MOST_MS = 80

/** When the page shows the word, in milliseconds since the epoch. */
function whenDelivered(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new MutationObserver((_, observer) => {
          const word = document.querySelector('section[aria-label="What happened"] p')
          if (word?.textContent?.trim() !== 'Delivered') return
          observer.disconnect()
          resolve(performance.timeOrigin + performance.now())
        }).observe(document.body, { subtree: true, childList: true, characterData: true })
      }),
  )
}

async function measureOne(bench: Bench, page: Page, packet: Packet): Promise<number> {
  await page.goto(`${bench.stack.addresses.web}${pagePaths.packet(packet.id)}`)
  await untilLive(page)
  const shown = whenDelivered(page)
  // The observer must stand before the receipt leaves; evaluations run in order.
  await page.evaluate(() => document.readyState)
  const sentAt = await confirm(bench, packet)
  return (await shown) - sentAt
}

export async function measureReceiptToBrowser(bench: Bench): Promise<Measured> {
  const samples = bench.quick ? 10 : 50
  const times: number[] = []
  await setCarriers(bench, 'silent')
  await withPage(bench, async (page) => {
    for (let index = -3; index < samples; index++) {
      bench.signal.throwIfAborted()
      const ms = await measureOne(bench, page, await submitWaiting(bench))
      // The first few warm up what is compiled on first use.
      if (index >= 0) times.push(ms)
    }
  })
  await setCarriers(bench, 'instant')
  const receiptToBrowserMs = spreadOf(times)
  return {
    figures: { receiptToBrowserMs },
    checks: [atMost('receiptToBrowserMs.p95', receiptToBrowserMs.p95, MOST_MS)],
  }
}

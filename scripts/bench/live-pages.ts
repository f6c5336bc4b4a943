// Time from a change of a packet to the page that shows it: the packet's own page and the list.
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { pagePaths } from '@/lib/contract/paths'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { type Bench, runInFlight } from './bench'
import { untilLive, withPage } from './browser'
import { confirm, packetWhen, setCarriers, submitWaiting } from './deliveries'
import { atMost, type Measured, spreadOf } from './figures'

const MOST_PACKET_MS = 80
/** An operator has usually had the page open for a while, so the cost of opening it must not be measured. */
const OPEN_MS = 1_500

/** When the page shows "Delivered", in milliseconds since the epoch. */
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

async function timeOfPage(bench: Bench, page: Page, packet: Packet): Promise<number> {
  await page.goto(`${bench.stack.addresses.web}${pagePaths.packet(packet.id)}`)
  await untilLive(page)
  await pause(OPEN_MS)
  const shown = whenDelivered(page)
  // The observer must be in place before the receipt is sent; the page runs evaluations in order.
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
      const ms = await timeOfPage(bench, page, await submitWaiting(bench))
      // The first few are a warm-up for code that is compiled on first use.
      if (index >= 0) times.push(ms)
    }
  })
  await setCarriers(bench, 'instant')
  const receiptToBrowserMs = spreadOf(times)
  return {
    figures: { receiptToBrowserMs },
    checks: [atMost('receiptToBrowserMs.p95', receiptToBrowserMs.p95, MOST_PACKET_MS)],
  }
}

const MOST_ROW_MS = 150
const ROWS = 20
const LONGEST_PAUSE_MS = 600

/** Notes for each row when it shows "Delivered" for the first time. */
async function watchRows(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Record<string, number> = {}
    Object.assign(window, { deliveredAt: seen })
    new MutationObserver(() => {
      for (const link of document.querySelectorAll('tbody a[data-row-link]')) {
        const id = link.getAttribute('title') ?? ''
        // The second cell: the first has the checkbox that selects the row.
        const status = link.closest('tr')?.cells[1]?.textContent?.trim()
        if (status === 'Delivered') seen[id] ??= performance.timeOrigin + performance.now()
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
}

async function shownAt(page: Page, packet: Packet): Promise<number> {
  const handle = await page.waitForFunction((id) => Reflect.get(window, 'deliveredAt')[id], packet.id)
  return z.number().parse(await handle.jsonValue())
}

/** Confirms after a random pause, so that receipts fall at any moment of the list's refresh interval. */
async function timeOfRow(bench: Bench, page: Page, packet: Packet): Promise<number> {
  await pause(Math.random() * LONGEST_PAUSE_MS)
  await confirm(bench, packet)
  const { endedAt } = await packetWhen(bench, packet.id, ({ status }) => hasEnded(status))
  return (await shownAt(page, packet)) - Date.parse(endedAt ?? '')
}

async function measureBatch(bench: Bench, page: Page): Promise<number[]> {
  const packets = await runInFlight(ROWS, 5, () => submitWaiting(bench))
  // Newest first: with those in flight first, a packet that ends would move below all others.
  await page.goto(`${bench.stack.addresses.web}${pagePaths.packets}?sort=newest`)
  await untilLive(page)
  await watchRows(page)
  const times: number[] = []
  for (const packet of packets) {
    bench.signal.throwIfAborted()
    times.push(await timeOfRow(bench, page, packet))
  }
  return times
}

export async function measureListRow(bench: Bench): Promise<Measured> {
  await setCarriers(bench, 'silent')
  const times = await withPage(bench, async (page) => {
    const first = await measureBatch(bench, page)
    return bench.quick ? first : [...first, ...(await measureBatch(bench, page))]
  })
  await setCarriers(bench, 'instant')
  const listRowMs = spreadOf(times)
  return { figures: { listRowMs }, checks: [atMost('listRowMs.p95', listRowMs.p95, MOST_ROW_MS)] }
}

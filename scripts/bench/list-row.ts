// From the change of a workflow to the changed row of the list.
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { pagePaths } from '@/lib/contract/paths'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import type { Bench } from './bench'
import { untilLive, withPage } from './browser'
import { confirm, packetWhen, setCarriers, submitWaiting } from './carrier'
import { atMost, type Measured } from './figures'
import { runInFlight } from './in-flight'
import { spreadOf } from './statistics'

const MOST_MS = 150
const ROWS = 20
const LONGEST_PAUSE_MS = 600

/** Notes when each row says "Delivered" for the first time. */
async function watchRows(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Record<string, number> = {}
    Object.assign(window, { deliveredAt: seen })
    new MutationObserver(() => {
      for (const link of document.querySelectorAll('tbody a[data-row-link]')) {
        const id = link.getAttribute('title') ?? ''
        const status = link.closest('tr')?.firstElementChild?.textContent?.trim()
        if (status === 'Delivered') seen[id] ??= performance.timeOrigin + performance.now()
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
}

async function shownAt(page: Page, packet: Packet): Promise<number> {
  const handle = await page.waitForFunction((id) => Reflect.get(window, 'deliveredAt')[id], packet.id)
  return z.number().parse(await handle.jsonValue())
}

/** At any moment of the list's own rhythm. */
async function measureOne(bench: Bench, page: Page, packet: Packet): Promise<number> {
  await pause(Math.random() * LONGEST_PAUSE_MS)
  await confirm(bench, packet)
  const { endedAt } = await packetWhen(bench, packet.id, ({ status }) => hasEnded(status))
  return (await shownAt(page, packet)) - Date.parse(endedAt ?? '')
}

async function measureBatch(bench: Bench, page: Page): Promise<number[]> {
  const packets: Packet[] = []
  await runInFlight(ROWS, 5, async () => packets.push(await submitWaiting(bench)))
  await page.goto(`${bench.stack.addresses.web}${pagePaths.packets}`)
  await untilLive(page)
  await watchRows(page)
  const times: number[] = []
  for (const packet of packets) {
    bench.signal.throwIfAborted()
    times.push(await measureOne(bench, page, packet))
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
  return { figures: { listRowMs }, checks: [atMost('listRowMs.p95', listRowMs.p95, MOST_MS)] }
}

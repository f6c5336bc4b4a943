// The fixtures of tests on the shared stack: a running stack, its API, its carriers, and a browser.
import type { Stack } from '@/scripts/stack/stack'
import { test as base, expect } from './browser-test'
import { Carriers } from './carriers'
import { closeBreakers } from './directory'
import { mend, type OwnStack, startOwnStack } from './own-stack'
import { PacketView } from './packet-view'
import { Waybill } from './waybill'

interface TestParts {
  waybill: Waybill
  carriers: Carriers
  packetView: PacketView
  /** Every test begins with all parts running, carriers that deliver, and closed breakers. */
  inOrder: undefined
}

interface WorkerParts {
  ownStack: OwnStack
  stack: Stack
}

export const test = base.extend<TestParts, WorkerParts>({
  ownStack: [
    // biome-ignore lint/correctness/noEmptyPattern: from the names in it Playwright knows what a fixture needs
    async ({}, use, info) => {
      const own = await startOwnStack(`stack-${info.workerIndex}`)
      await use(own)
      await own.stack.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  stack: [({ ownStack }, use) => use(ownStack.stack), { scope: 'worker' }],

  baseURL: ({ stack }, use) => use(stack.addresses.web),
  waybill: ({ stack }, use) => use(new Waybill(stack.addresses.web)),
  carriers: ({ stack }, use) => use(new Carriers(stack.addresses.carrier)),
  packetView: ({ page }, use) => use(new PacketView(page)),

  inOrder: [
    async ({ stack, carriers, waybill }, use) => {
      await carriers.behave({})
      await closeBreakers(waybill.url)
      await use(undefined)
      await mend(stack)
    },
    { auto: true },
  ],
})

export { expect }

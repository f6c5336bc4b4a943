import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { pagePaths } from '@/lib/contract/paths'
import { bundleWorkflows } from '@/scripts/build/processes'
import { ROOT } from '@/scripts/stack/root'
import { expectNoViolation } from './support/axe'
import { withOtherWorker } from './support/other-worker'
import { receiptFor, sendReceipt } from './support/receipts'
import { RUN_FOLDER } from './support/run-folder'
import { expect, test } from './support/test'

/** Temporal reports a stuck workflow after two tries, with a pause between them. */
const untilReported = { timeout: 60_000 }
const untilNextTry = { timeout: 60_000 }

test('a worker that cannot go on with a packet: pages say so, and the next good worker delivers it', async ({
  stack,
  page,
  context,
  waybill,
  carriers,
  packetView,
}) => {
  test.setTimeout(360_000)
  const changed = join(RUN_FOLDER, 'changed-workflows.js')
  await bundleWorkflows(join(ROOT, 'worker/test-support/changed-workflows/index.ts'), changed)
  await carriers.behave({ RouteA: 'silent' })
  const { id } = await waybill.submit({ receiptTimeoutMs: 600_000 })
  const accepted = await waybill.accepted(id)
  const list = await context.newPage()
  await list.goto(`${pagePaths.packets}?q=${id}`)
  const row = list.getByRole('row').filter({ has: list.getByRole('link', { name: `Packet ${id}` }) })
  await packetView.open(id)
  await expect(packetView.story).toContainText('Waiting for the receipt of RouteA')
  // Packets of other tests that are still settling get stuck as well.
  const banner = (of: Page) => of.getByText(/packets? (is|are) stuck: no worker can go on with (it|them)\./)

  await withOtherWorker(stack, { WORKFLOW_BUNDLE_PATH: changed }, async () => {
    const receipt = await receiptFor(stack, accepted, { delivered: false })
    expect(await sendReceipt(stack, receipt, `stuck-${id}`)).toMatchObject({ status: 200 })

    await expect(packetView.story).toContainText(/Routing, stuck since \d\d:\d\d:\d\d UTC/, untilReported)
    await expect(packetView.story).toContainText('the workflow code that runs does not fit')
    await expect(packetView.story).toContainText(/tried \d+ times, last at \d\d:\d\d:\d\d UTC/)
    await expect(packetView.story).toContainText('Deploy a worker that can run it')
    await expect(packetView.story).toContainText(/Before that: RouteA refused, .*looking up a route/)
    await expect(packetView.story).not.toContainText(/\d left/)
    await expect(banner(page)).toBeVisible()
    await expectNoViolation(page)
    await expect(row).toContainText('Routing, stuck')
    await expect(banner(list)).toBeVisible()
    await list.getByRole('link', { name: /^Show (it|them)$/ }).click()
    await expect(list).toHaveURL(/\?flag=stuck$/)
    await expect(row).toBeVisible()
    const chip = list.getByRole('group', { name: 'Flag' }).getByRole('button', { name: /^Stuck [1-9]/ })
    await expect(chip).toHaveAttribute('aria-pressed', 'true')
    await expectNoViolation(list)
  })

  await expect(packetView.story).toContainText('Delivered', untilNextTry)
  await expect(packetView.story).not.toContainText('stuck')
  expect(await waybill.ended(id)).toMatchObject({
    stuck: null,
    deliveredBy: 'RouteB',
    failedRouteProviders: ['RouteA'],
  })
  await expect(banner(page)).toBeHidden(untilNextTry)
  await expect(banner(list)).toBeHidden()
  await expect(row).toBeHidden()
})

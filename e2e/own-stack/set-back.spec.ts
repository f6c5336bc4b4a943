import { join } from 'node:path'
import { execa } from 'execa'
import pg from 'pg'
import { pagePaths } from '@/lib/contract/paths'
import { exportStore, importStore } from '@/lib/store/dump'
import { ROOT } from '@/scripts/stack/root'
import { expect, test } from '../support/browser-test'
import { Carriers } from '../support/carriers'
import { type OwnStack, startOwnStack } from '../support/own-stack'
import { Waybill } from '../support/waybill'

let own: OwnStack

test.beforeAll(async () => {
  test.setTimeout(120_000)
  own = await startOwnStack('stack-set-back')
})

test.afterAll(() => own.stack.stop())

const nothing = () => undefined

async function copyOf(url: string): Promise<string[]> {
  const lines: string[] = []
  for await (const line of exportStore(url, nothing)) lines.push(line)
  return lines
}

async function restore(url: string, copy: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('truncate packets, receipts cascade')
  await client.end()
  async function* lines() {
    yield* copy
  }
  await importStore(url, lines(), nothing)
}

async function reconcile(...args: string[]): Promise<string> {
  const { stack } = own
  const { stdout } = await execa(
    process.execPath,
    [join(ROOT, 'scripts', 'bootstrap.mjs'), 'reconcile', ...args],
    {
      env: {
        DATABASE_URL: stack.databaseUrl,
        TEMPORAL_ADDRESS: stack.addresses.temporal,
        TEMPORAL_NAMESPACE: stack.namespace,
      },
    },
  )
  return stdout
}

test('a store that was restored from an older copy hands nothing over again', async ({ page }) => {
  test.setTimeout(180_000)
  const { stack } = own
  const waybill = new Waybill(stack.addresses.web)
  const carriers = new Carriers(stack.addresses.carrier)
  await carriers.behave({})
  // Packets that are stored but not begun at the time of the copy, and delivered after it.
  await stack.part('worker').stop()
  const ids = await Promise.all([1, 2, 3].map(async () => (await waybill.submit()).id))
  const copy = await copyOf(stack.databaseUrl)
  await stack.start('worker')
  for (const id of ids) expect(await waybill.ended(id)).toMatchObject({ status: 'DELIVERED' })
  const lost = await waybill.submit()
  await waybill.ended(lost.id)
  // Longer than Temporal takes to learn of the last change.
  await new Promise((resolve) => setTimeout(resolve, 4_000))

  await restore(stack.databaseUrl, copy)
  await expect.poll(() => stack.part('worker').running, { timeout: 30_000 }).toBe(false)
  await stack.start('worker')
  await page.goto(`${stack.addresses.web}${pagePaths.packets}`)
  await expect(page.getByRole('status').filter({ hasText: 'The store was set back' })).toBeVisible()
  await expect(waybill.submit()).rejects.toMatchObject({ code: 'STORE_SET_BACK' })

  expect(await reconcile()).toContain('Ended since; their ends are taken from their workflows: 3')
  expect(await reconcile('--apply')).toContain(
    'Missing in the store and ended; they are entered without contents: 1',
  )
  expect(await reconcile()).toContain('nothing to repair')
  await stack.waitUntilReady()
  for (const id of [...ids, lost.id]) {
    expect(await waybill.packet(id)).toMatchObject({ status: 'DELIVERED' })
    expect(await carriers.handOvers(id)).toHaveLength(1)
  }
  const { id } = await waybill.submit()
  expect(await waybill.ended(id)).toMatchObject({ status: 'DELIVERED' })
})

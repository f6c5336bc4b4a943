import { pagePaths } from '@/lib/contract/paths'
import { held } from './support/carriers'
import { inForce } from './support/directory'
import { withOtherWorker } from './support/other-worker'
import { rowOf, tidyUpAfterEach } from './support/providers'
import { expect, test } from './support/test'

tidyUpAfterEach()

test('a breaker opens on a provider that is down, and a probe closes it', async ({
  page,
  stack,
  waybill,
  carriers,
}) => {
  await withOtherWorker(stack, { BREAKER_PROBE_MS: '2000' }, async () => {
    await carriers.behave({ RouteA: { answerStatus: 503 } })
    const packets = await Promise.all(Array.from({ length: 6 }, () => waybill.submit()))
    for (const { id } of packets) expect((await waybill.ended(id)).status).toBe('DELIVERED')
    await page.goto(pagePaths.providers)
    await expect(rowOf(page, 'RouteA')).toContainText(/Breaker (half )?open/)
    await expect(rowOf(page, 'RouteA')).toContainText(
      // The result of the first probe soon replaces the reason for which the breaker opened.
      /hand-overs failed|the probe did not get through/,
    )
    await inForce()
    const { attempts } = await waybill.ended((await waybill.submit()).id)
    expect(attempts[0]).toMatchObject({
      provider: 'RouteB',
      choice: { skipped: [{ provider: 'RouteA', why: 'breaker' }] },
    })
    await carriers.behave({})
    await expect(rowOf(page, 'RouteA')).toContainText(/Probe confirmed after/, { timeout: 30_000 })
    await expect(rowOf(page, 'RouteA')).not.toContainText('Breaker')
    await inForce()
    expect(await waybill.ended((await waybill.submit()).id)).toMatchObject({ deliveredBy: 'RouteA' })
  })
})

test('an operator probes a provider and watches', async ({ page, carriers }) => {
  await carriers.behave({ RouteB: held })
  await page.goto(pagePaths.providers)
  await page.getByRole('button', { name: 'Probe RouteB now' }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('to be sure')
  await page.getByRole('dialog').getByRole('button', { name: 'Probe', exact: true }).click()
  await expect(rowOf(page, 'RouteB')).toContainText('Probe sent, waiting for the receipt')
  await carriers.release()
  await expect(rowOf(page, 'RouteB')).toContainText(/Probe confirmed after \d/)
  const [probe] = (await carriers.handOvers()).filter(({ packetId }) => packetId.startsWith('probe-'))
  expect(probe?.provider).toBeDefined()
})

import { apiPath, pagePaths } from '@/lib/contract/paths'
import { act, inForce } from './support/directory'
import { change, tidyUpAfterEach } from './support/providers'
import { expect, test } from './support/test'

tidyUpAfterEach()

test('a pause holds every packet, is shown on every page, and ends gradually', async ({
  page,
  waybill,
  packetView,
}) => {
  await page.goto(pagePaths.providers)
  await change(page, 'Pause all sending', 'Pause all sending', 'wrong texts went out')
  const { id } = await waybill.submit()
  await packetView.open(id)
  await expect(packetView.story).toContainText('all sending is paused (wrong texts went out)')
  for (const path of [pagePaths.packets, pagePaths.submit, pagePaths.providers, pagePaths.packet(id)]) {
    await page.goto(path)
    await expect(page.getByText('Packets are accepted and wait.')).toBeVisible()
  }
  await page.goto(pagePaths.packets)
  // Packets of earlier tests may still be in flight, and wait too.
  await expect(page.getByText(/\d packets? waits? now\./)).toBeVisible()
  await expect(page.getByText(/sending (is|had been) paused/i)).toHaveCount(1)
  const show = page.getByRole('button', { name: /^Show (it|them)$/ })
  await show.click()
  await expect(page.getByRole('link', { name: `Packet ${id}` })).toBeVisible()
  await expect(show).toBeHidden()
  await page.goto(pagePaths.providers)
  await act(waybill.url, apiPath('/api/providers/actions/resume'), { overMs: 15_000 })
  await inForce()
  await page.reload()
  await expect(page.getByText('Sending resumes gradually')).toBeVisible()
  const packets = await Promise.all(Array.from({ length: 20 }, () => waybill.submit()))
  const first = await Promise.all(
    packets.map((each) =>
      waybill.packetWhen(each.id, ({ waiting, attempts }) => waiting !== null || attempts.length > 0),
    ),
  )
  expect(first.some(({ waiting }) => waiting?.detail?.startsWith('resuming gradually'))).toBe(true)
  for (const each of [{ id }, ...packets]) {
    expect(await waybill.ended(each.id, 60_000)).toMatchObject({ status: 'DELIVERED' })
  }
  await expect(page.getByText('Sending resumes gradually')).toBeHidden()
})

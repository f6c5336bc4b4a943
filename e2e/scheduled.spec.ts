import { expectNoViolation } from './support/axe'
import { expect, test } from './support/test'
import { privateText } from './support/waybill'

test.use({ timezoneId: 'Europe/Berlin' })

test('a packet is scheduled in words, moved and sent now', async ({ page, packetView }) => {
  await page.goto('/submit')
  await page.getByRole('textbox', { name: 'Text' }).fill(privateText())
  const time = page.getByLabel('Deliver at')
  await time.fill('tomorrow at banana')
  await expect(time).toHaveAccessibleDescription(/"tomorrow" is understood, and "at banana" is not/)
  await time.fill('yesterday')
  await expect(time).toHaveAccessibleDescription(/is in the past\. Choose a later time/)
  await time.fill('tomorrow at 9:30')
  await expect(time).toHaveAccessibleDescription(
    /^Will be sent \w+day \d+ \w+ \d{4}, 09:30 Europe\/Berlin, in /,
  )
  await expectNoViolation(page)
  await page.getByRole('button', { name: 'Submit packet' }).click()
  await expect(packetView.story).toContainText('Scheduled')
  const scheduled = page.getByRole('region', { name: 'Scheduled' })
  await expect(scheduled).toContainText(/09:30 CES?T/)
  await expectNoViolation(page)
  await scheduled.getByLabel('Another time').fill('in 3 hours')
  await expect(scheduled.getByText(/^Will be sent .* in 3 h/)).toBeVisible()
  await scheduled.getByRole('button', { name: 'Move' }).click()
  await expect(packetView.story).toContainText('in 2 h 59')
  await scheduled.getByRole('button', { name: 'Send now' }).click()
  await expect(packetView.story).toContainText('Delivered')
  await expect(scheduled).toBeHidden()
})

test('scheduled packets are listed by their time', async ({ page, waybill }) => {
  const later = await waybill.submit({ deliverAt: 'in 5 hours' })
  const sooner = await waybill.submit({ deliverAt: 'in 4 hours' })
  await page.goto('/packets?status=SCHEDULED')
  const rows = page.getByRole('table', { name: 'Packets' }).getByRole('link', { name: /^Packet / })
  const ids = [sooner.id, later.id].map((id) => `Packet ${id}`)
  await expect
    .poll(async () =>
      (await rows.all().then((all) => Promise.all(all.map((row) => row.getAttribute('aria-label'))))).filter(
        (name) => ids.includes(name ?? ''),
      ),
    )
    .toEqual(ids)
  await expect(page.getByText(/^Due \d{4}-\d\d-\d\d \d\d:\d\d UTC$/).first()).toBeVisible()
  await expectNoViolation(page)
})

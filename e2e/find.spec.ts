import { randomUUID } from 'node:crypto'
import { expectNoViolation } from './support/axe'
import { recordNotifications } from './support/notifications-shown'
import { expect, test } from './support/test'

test('words become filters that go one by one, are saved as a view, and narrowed by the clock', async ({
  page,
  waybill,
  carriers,
}) => {
  await carriers.behave({ RouteA: 'refusing' })
  const number = `+${Date.now()}`
  const { id } = await waybill.submit({ destination: number })
  await waybill.ended(id)
  const link = page.getByRole('link', { name: `Packet ${id}` })
  const box = page.getByRole('searchbox')
  const chips = page.getByRole('list', { name: 'Filters in force' })

  await page.goto('/packets')
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
  await box.fill(`failed over from routea to ${number.slice(0, 4)} ${number.slice(4)} today nothing`)
  await expect(page.getByText('“nothing” is not understood, and is searched for as text.')).toBeVisible()
  await box.press('Enter')
  await expect(chips.getByRole('listitem')).toHaveText([
    'Failed over fromRouteA',
    `Destination${number}`,
    'Activetoday',
    'Textnothing',
  ])
  await expect(page.getByText('No packet matches')).toBeVisible()
  await chips.getByRole('button', { name: 'Remove the filter Text' }).click()
  await expect(link).toBeVisible()
  await expect(box).toHaveValue('')

  const name = `Of ${number}`
  await page.getByRole('button', { name: 'Save view' }).click()
  await page.getByLabel('Name, for all operators').fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const view = page.getByRole('group', { name: 'Views' }).getByRole('button', { name: `${name} 1` })
  await expect(view).toHaveAttribute('aria-pressed', 'true')

  await page.getByRole('button', { name: 'Chart' }).click()
  await page.getByRole('slider', { name: 'Beginning of the time that the list shows' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page).toHaveURL(/activeFrom=/)
  await expect(page).toHaveURL(/chart=24h/)
  await expect(chips).toContainText('Active from')
  const bars = page.getByRole('img', { name: 'Packets by when they ended' })
  const before = page.url()
  const { x, y, width } = (await bars.boundingBox()) ?? { x: 0, y: 0, width: 0 }
  await page.mouse.move(x + width / 3, y + 30)
  await page.mouse.down()
  await page.mouse.move(x + width - 12, y + 30, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByRole('slider', { name: 'End of the time' })).toHaveAttribute('aria-valuetext', 'now')
  // The choice takes effect a moment after the drag.
  await expect(page).not.toHaveURL(before)
  await expect(page.getByLabel('Active before')).toHaveValue('')
  await expectNoViolation(page)
  const panel = page.getByRole('region', { name: 'Packets by when they ended' })
  await expect(panel).toContainText('All packets, whatever the filters.')
  const height = (await panel.boundingBox())?.height
  await panel.getByRole('radio', { name: 'Table' }).check({ force: true })
  await expect(panel.getByRole('table', { name: 'Packets that ended' })).toContainText('so far')
  expect((await panel.boundingBox())?.height).toBe(height)
  await expectNoViolation(page)
  const shown = page.url()
  await page.reload()
  await expect(link).toBeVisible()
  await expect(chips).toContainText('Active from')
  expect(page.url()).toBe(shown)

  await view.click()
  await expect(page).not.toHaveURL(/activeFrom=/)
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type(`change or delete the view ${name}`)
  await page.getByRole('option', { name: `Change or delete the view ${name}`, selected: true }).click()
  await page.getByLabel('Open the list with this view in this browser').check()
  await page.goto('/packets')
  await expect(page).toHaveURL(/failedOverFrom=RouteA/)
  await page.goto('/health')
  await page.getByRole('navigation').getByRole('link', { name: 'Packets' }).click()
  await expect(page).toHaveURL(/failedOverFrom=RouteA/)
  // A change shows before it is stored, is taken back when it is refused, and can be undone.
  await page.route('**/actions/save', async (route) => {
    await expect(view).toBeHidden()
    await route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        title: 'The name is taken',
        status: 409,
        code: 'VIEW_EXISTS',
        detail: 'Taken.',
      }),
    })
  })
  await page.getByRole('button', { name: `Change the view ${name}` }).click()
  await page.getByLabel('Name, for all operators').fill('Another name')
  await page.getByRole('button', { name: 'Rename' }).click()
  await expect(page.getByText('Not done: Taken.')).toBeVisible()
  await expect(view).toBeVisible()
  await page.getByRole('button', { name: `Change the view ${name}` }).click()
  await page.getByRole('button', { name: 'Delete for all operators' }).click()
  await expect(view).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(view).toBeVisible()
  await page.getByRole('button', { name: `Change the view ${name}` }).click()
  await page.getByRole('button', { name: 'Delete for all operators' }).click()
  await expect(view).toBeHidden()
})

test('a view that is overwritten with other filters is given back by Undo', async ({ page }) => {
  const name = `Kept ${Date.now()}`
  await page.goto(`/packets?source=${encodeURIComponent(name)}`)
  await page.getByRole('button', { name: 'Save view' }).click()
  await page.getByLabel('Name, for all operators').fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const view = page.getByRole('group', { name: 'Views' }).getByRole('button', { name: `${name} 0` })
  await expect(view).toHaveAttribute('aria-pressed', 'true')
  await page
    .getByRole('group', { name: 'Status' })
    .getByRole('button', { name: /^Delivered/ })
    .click()
  await expect(view).toHaveAttribute('aria-pressed', 'false')
  await page.getByRole('button', { name: 'Save view' }).click()
  await page.getByRole('button', { name: `Update “${name}”` }).click()
  await expect(page.getByText(`The view ${name} has other filters`)).toBeVisible()
  await expect(view).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Undone')).toBeVisible()
  await expect(view).toHaveAttribute('aria-pressed', 'false')
  await view.click()
  await expect(page).not.toHaveURL(/status=/)
  await page.getByRole('button', { name: `Change the view ${name}` }).click()
  await page.getByRole('button', { name: 'Delete for all operators' }).click()
  await expect(view).toBeHidden()
})

test('an id that is entered opens its packet, and what is listed is a file', async ({ page, waybill }) => {
  const { id } = await waybill.submit({ id: `enter-${randomUUID()}` })
  const { workflowId } = await waybill.ended(id)
  await page.goto(`/packets?id=${workflowId}`)
  await expect(page.getByRole('link', { name: `Packet ${id}` })).toBeVisible()
  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: /^CSV/ }).click()
  expect((await download).suggestedFilename()).toBe('packets.csv')
  await page.goto('/packets')
  const box = page.getByRole('searchbox')
  await box.fill(id)
  await box.press('Enter')
  await expect(page).toHaveURL(`/packets/${id}`)

  // Once the page has found out what the text names, Enter also opens a packet by its workflow id.
  await page.goto('/packets')
  await page.getByRole('button', { name: /^Delivered/ }).click()
  await expect(page).toHaveURL('/packets?status=DELIVERED')
  await box.fill(workflowId)
  await expect(page.getByText('Enter shows it')).toBeVisible()
  await box.press('Enter')
  await expect(page).toHaveURL(`/packets/${id}`)
  await page.goBack()
  await expect(page).toHaveURL(`/packets?status=DELIVERED&id=${workflowId}`)
  await page.goBack()
  await expect(page).toHaveURL('/packets?status=DELIVERED')
  await page.goto('/packets?status=NOPE')
  await expect(page.getByText('The address contains status=NOPE')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type(workflowId)
  await expect(page.getByRole('option', { name: id })).toBeVisible()
})

test('a view that reaches its threshold is shown on the overview, with one desktop notification', async ({
  page,
  waybill,
}) => {
  await recordNotifications(page)
  // The page of a test never loses the focus.
  await page.addInitScript(() => Object.assign(document, { hasFocus: () => false }))
  const source = `+${Date.now()}`
  const name = `From ${source}`
  await page.goto(`/packets?source=${encodeURIComponent(source)}`)
  await page.getByRole('button', { name: 'Save view' }).click()
  await page.getByLabel('Name, for all operators').fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const views = page.getByRole('group', { name: 'Views' })
  await page.getByRole('button', { name: `Change the view ${name}` }).click()
  await page.getByLabel('Notify this browser of all alerts').check()
  await page.getByLabel('Alert at this many packets, for all operators').fill('1')
  await expectNoViolation(page)
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(views.getByRole('button', { name: `Alerts at 1 ${name} 0` })).toBeVisible()

  const { id } = await waybill.submit({ source })
  // It is counted every 10 s, and the page asks every 5 s.
  await expect(views.getByRole('button', { name: `Alerting ${name} 1` })).toBeVisible({ timeout: 40_000 })
  await expectNoViolation(page)
  await page.goto('/')
  const findings = page.getByRole('list', { name: 'What should be set right' })
  const shown = () => page.evaluate(() => Reflect.get(window, 'shown'))
  const told = `View “${name}” alerts | It holds 1 packet or more.`
  await expect.poll(shown).toEqual([told])
  const asked = page.waitForResponse('**/api/findings')
  await page.reload()
  await (await asked).finished()
  await expect(findings).toContainText(`The view "${name}" reached 1 packet`)
  expect(await shown()).toEqual([])
  await findings.getByRole('link', { name: `Look at it: The view "${name}"` }).click()
  await expect(page.getByRole('link', { name: `Packet ${id}` })).toBeVisible()
  await page.getByRole('button', { name: `Change the view ${name}` }).click()
  await page.getByRole('button', { name: 'Delete for all operators' }).click()
  await expect(views.getByRole('button', { name: `Alerting ${name} 1` })).toBeHidden()
})

// A minute without Temporal, a minute without PostgreSQL, and a web process that starts: what goes on, what waits, and
// that no provider is blamed.
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { apiPath, pagePaths } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { type IntakeSeen, readIntakes } from '@/lib/store/intake'
import { openStore } from '@/lib/store/store'
import { descendantsOf, suspend } from '@/scripts/stack/test-support/processes'
import { waitUntil } from '@/scripts/stack/wait-until'
import type { ProfileSetting } from '@/simulator/profile'
import { expect, test } from '../support/browser-test'
import { Carriers, held } from '../support/carriers'
import { type OwnStack, startOwnStack } from '../support/own-stack'
import { receiptFor, sendReceipt } from '../support/receipts'
import { Waybill } from '../support/waybill'

const outageMs = 60_000
const answeredWithinMs = 3_000
/** A silent server is given up after 2.5 s; the rest is a margin for a machine that also runs other tests. */
const silenceToldWithinMs = 4_000
/** Everything must end within this time after the outage; on a machine without other load it takes about 10 s. */
const endedWithinMs = 60_000
/** Number of packets handed over before an outage. */
const before = 20

let own: OwnStack
let waybill: Waybill
let carriers: Carriers

test.beforeAll(async () => {
  test.setTimeout(90_000)
  own = await startOwnStack('stack-minute-outages')
  waybill = new Waybill(own.stack.addresses.web)
  carriers = new Carriers(own.stack.addresses.carrier)
})

test.afterAll(() => own.stack.stop())

async function handedOver(receiptTimeoutMs: number, toRouteA: ProfileSetting): Promise<Packet[]> {
  await carriers.behave({ RouteA: toRouteA })
  const submitted = await Promise.all(
    Array.from({ length: before }, () => waybill.submit({ receiptTimeoutMs })),
  )
  return Promise.all(submitted.map(({ id }) => waybill.accepted(id)))
}

/** How long `act` takes, in milliseconds. */
async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await act()
  return performance.now() - startedAt
}

/** Repeats `act` until `end`, sequentially and at most once a second. Resolves with the slowest, in milliseconds. */
async function slowestUntil(end: number, act: () => Promise<unknown>): Promise<number> {
  let slowest = 0
  while (performance.now() < end) {
    const took = await timed(act)
    slowest = Math.max(slowest, took)
    await pause(Math.max(0, Math.min(1_000, end - performance.now()) - took))
  }
  return slowest
}

async function expectDelivered(packets: readonly Packet[], by: string): Promise<void> {
  for (const { id } of packets) {
    const { status, deliveredBy } = await waybill.packet(id)
    expect({ id, status, deliveredBy }).toEqual({ id, status: 'DELIVERED', deliveredBy: by })
  }
}

async function expectNobodyBlamed(packets: readonly Packet[]): Promise<void> {
  for (const { id } of packets) {
    const { attempts, failedRouteProviders } = await waybill.packet(id)
    expect({ id, attempts: attempts.length, failedRouteProviders }).toEqual({
      id,
      attempts: 1,
      failedRouteProviders: [],
    })
  }
}

/** Waits until all packets have ended; resolves with the milliseconds that it took. */
async function endAll(packets: readonly Packet[]): Promise<number> {
  const took = await timed(() => Promise.all(packets.map(({ id }) => waybill.ended(id, endedWithinMs))))
  expect(took).toBeLessThan(endedWithinMs)
  return took
}

function note(type: string, figures: Readonly<Record<string, number>>): void {
  const rounded = Object.entries(figures).map(([name, value]) => [name, Math.round(value)])
  test.info().annotations.push({ type, description: JSON.stringify(Object.fromEntries(rounded)) })
}

test('a minute without Temporal: packets and receipts are accepted, all ends well after it, and no provider is blamed', async () => {
  test.setTimeout(180_000)
  // Some are confirmed before their deadline and some after it, all while Temporal is away.
  const waiting = await handedOver(30_000, { receiptDelayMs: [5_000, 50_000] })
  const takenBefore = await carriers.answered('RouteA', 200)
  await own.stack.kill('temporal')
  const end = performance.now() + outageMs
  await carriers.behave({ '*': 'instant' })

  const accepted: Packet[] = []
  const submissionMs = await slowestUntil(end, async () => {
    accepted.push(await waybill.submit())
  })
  expect(submissionMs).toBeLessThan(answeredWithinMs)
  expect(accepted.length).toBeGreaterThan(before)
  expect(await carriers.answered('RouteA', 200)).toBe(takenBefore + before)

  await own.stack.start('temporal')
  const endedMs = await endAll([...waiting, ...accepted])
  note('Temporal away', { submissionMs, accepted: accepted.length, endedMs })
  await expectDelivered([...waiting, ...accepted], 'RouteA')
  await expectNobodyBlamed([...waiting, ...accepted])
})

/** Freezes all of PostgreSQL's processes while `during` runs. */
async function whileSilent<T>(during: () => Promise<T>): Promise<T> {
  const { pid } = own.stack.part('postgres')
  if (pid === null) throw new Error('PostgreSQL does not run.')
  const processes = [pid, ...(await descendantsOf(pid))]
  try {
    for (const each of processes) await suspend(each)
    return await during()
  } finally {
    for (const each of processes) process.kill(each, 'SIGCONT')
  }
}

async function statusOf(path: string): Promise<number> {
  const { status } = await fetch(`${own.stack.addresses.web}${path}`)
  return status
}

/** Expects 503 from everything that needs the store. Resolves with the slowest answer, in milliseconds. */
async function refused({ id }: Packet, sendReceiptOf: () => Promise<number>): Promise<number> {
  const paths = [
    apiPath('/api/packets'),
    apiPath('/api/packets/{id}', { id }),
    apiPath('/api/packets/{id}/contents', { id }),
    apiPath('/api/receipts'),
    apiPath('/api/health/ready'),
  ]
  const took = await Promise.all([
    timed(() => expect(waybill.submit()).rejects.toMatchObject({ code: 'STORE_UNREACHABLE', status: 503 })),
    timed(async () => expect(await sendReceiptOf()).toBe(503)),
    ...paths.map((path) => timed(async () => expect([path, await statusOf(path)]).toEqual([path, 503]))),
  ])
  return Math.max(...took)
}

async function expectPagesToSayIt(page: Page): Promise<void> {
  await page.goto(`${own.stack.addresses.web}${pagePaths.submit}`)
  await expect(page.getByText('PostgreSQL cannot be reached.')).toBeVisible()
}

test('a minute without PostgreSQL: 503 in time, hand-overs and fail-overs wait, and no provider is blamed', async ({
  page,
}) => {
  test.setTimeout(240_000)
  // The deadlines of these packets pass while PostgreSQL is away.
  const [told, ...waiting] = await handedOver(20_000, held)
  if (told === undefined) throw new Error('No packet was handed over.')
  const receipt = await receiptFor(own.stack, told, { delivered: true })
  const sendReceiptOf = async () => Number((await sendReceipt(own.stack, receipt, `told-${told.id}`)).status)
  // The first provider rejects these packets while PostgreSQL is away.
  await carriers.behave({ RouteA: { answerStatus: 422, answerDelayMs: 3_000 } })
  const turnedDown = await Promise.all(Array.from({ length: 5 }, () => waybill.submit()))
  for (const { id } of turnedDown) await expect.poll(() => carriers.handOvers(id)).toHaveLength(1)

  const end = performance.now() + outageMs
  const askingUntil = (moment: number) => slowestUntil(moment, () => refused(told, sendReceiptOf))
  // First the server accepts connections but does not answer, as with a disk that hangs; then it is gone.
  const silentMs = await whileSilent(() => askingUntil(end - outageMs / 2))
  await own.stack.kill('postgres')
  await expectPagesToSayIt(page)
  expect(await statusOf(apiPath('/api/health/live'))).toBe(200)
  const goneMs = await askingUntil(end - 5_000)
  // The carriers must retry these receipts, and early enough for the grace period.
  await carriers.release()
  const stillGoneMs = await askingUntil(end)
  for (const { id } of turnedDown) expect(await carriers.handOvers(id)).toHaveLength(1)

  await own.stack.start('postgres')
  expect(await sendReceiptOf()).toBe(200)
  const endedMs = await endAll([told, ...waiting, ...turnedDown])
  note('PostgreSQL away', { silentMs, goneMs, endedMs })
  await expectDelivered([told, ...waiting], 'RouteA')
  await expectNobodyBlamed([told, ...waiting])
  await expectDelivered(turnedDown, 'RouteB')
  expect(silentMs).toBeLessThan(silenceToldWithinMs)
  expect(Math.max(goneMs, stillGoneMs)).toBeLessThan(answeredWithinMs)
})

test('a web process that starts counts as taking receipts only when it accepts connections', async () => {
  test.setTimeout(120_000)
  const store = openStore({ url: own.stack.databaseUrl, name: 'test' })
  const namesOf = (intakes: readonly IntakeSeen[]) => intakes.map(({ name }) => name)
  try {
    const killed = namesOf(await readIntakes(store.db))
    expect(killed).not.toEqual([])
    await own.stack.kill('web')
    const starting = own.stack.start('web')
    const isCounted = async () => namesOf(await readIntakes(store.db)).some((name) => !killed.includes(name))
    expect(await waitUntil(isCounted, { limitMs: 60_000, everyMs: 20 })).toBe(true)
    expect(await statusOf(apiPath('/api/health/live'))).toBe(200)
    await starting
  } finally {
    await store.close()
  }
})

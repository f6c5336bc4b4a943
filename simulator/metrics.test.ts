import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Intake, startIntake } from './test-support/intake'
import { type Rig, send, startRig, throwAway } from './test-support/rig'

let rig: Rig
let intake: Intake

beforeAll(async () => {
  rig = await startRig()
  intake = await startIntake()
})

afterAll(async () => {
  await throwAway(rig)
  await intake.close()
})

test('exports to Prometheus what each carrier saw and did', async () => {
  await send(rig.url, intake.url)
  await send(rig.url, intake.url)
  await intake.atLeast(1)
  const scrape = async () => (await fetch(`${rig.url}/metrics`)).text()
  await expect
    .poll(scrape)
    .toContain('waybill_simulator_receipts_sent_total{provider="RouteA",status="200"} 1')
  const text = await scrape()
  expect(text).toContain('waybill_simulator_hand_overs_total{provider="RouteA",answer="accepted"} 1')
  expect(text).toContain('waybill_simulator_hand_overs_total{provider="RouteA",answer="duplicates"} 1')
  expect(text).toContain('waybill_simulator_receipts_pending{provider="RouteB"} 0')
  expect(text).toMatch(/^process_resident_memory_bytes \d/m)
})

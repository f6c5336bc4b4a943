import { setTimeout as pause } from 'node:timers/promises'
import type { Packet } from '@/lib/packet/packet'
import type { PartName } from '@/scripts/stack/stack'
import { waitUntil } from '@/scripts/stack/wait-until'
import type { ProfileSetting } from '@/simulator/profile'
import { expect, test } from '../support/browser-test'
import { Carriers } from '../support/carriers'
import { type OwnStack, startOwnStack } from '../support/own-stack'
import {
  attemptOf,
  handedOverTwice,
  isAccountedFor,
  keptReceipts,
  type Note,
  readNotes,
} from '../support/receipt-accounts'
import { Waybill } from '../support/waybill'

/**
 * The original demo's chances, with times cut to half: nine in ten get a receipt, up to 7 s later, against a deadline
 * of 5 s. One in ten comes twice and one in fifty is forged, so that there are receipts of every kind.
 */
const odds: ProfileSetting = {
  preset: 'original',
  receiptDelayMs: [0, 7_000],
  duplicateChance: 0.1,
  wrongSignatureChance: 0.02,
}
const receiptTimeoutMs = 5_000
const victims: PartName[] = ['worker', 'web', 'temporal', 'postgres']
/** A multiple of the number of victims. Thousands are only for a machine with nothing else to do. */
const packetsInAll = Number(process.env.TEST_KILLED_DELIVERIES ?? 500)
const perVictim = packetsInAll / victims.length
/** This many submit concurrently, each pausing after every packet: about forty packets a second in total. */
const submitters = 20
const submitterPauseMs = 500
/** Sending and taking a receipt may take this long on a machine that also runs other tests. */
const onTheWayMs = 2_500

let own: OwnStack

test.beforeAll(async () => {
  test.setTimeout(90_000)
  own = await startOwnStack('stack-killed', {
    ERROR_CHANCE: '10',
    ROUTING_URL: 'simulator',
    ROUTING_FALLBACK: 'fail',
    SEED: 'every-process-killed',
    // One outage follows another, and the carriers' back-off grows to as long as both together.
    GRACE_MS: '45000',
    // Short, so that some receipts arrive after their packet has closed.
    SETTLING_MS: '2000',
  })
})

test.afterAll(() => own.stack.stop())

/** Kills a part and starts it again after every running deadline has passed. */
async function killOverDeadlines(victim: PartName): Promise<void> {
  await own.stack.kill(victim)
  const lastDeadline = Date.now() + receiptTimeoutMs
  await expect.poll(() => Date.now(), { timeout: 2 * receiptTimeoutMs }).toBeGreaterThan(lastDeadline)
  await own.stack.start(victim)
  await own.stack.waitUntilReady()
}

/** Packets for which another provider was tried although a receipt was due within the attempt's deadline. */
function overtakenInTime(notes: readonly Note[], packets: ReadonlyMap<string, Packet>): Packet[] {
  const inTime = notes.filter((note) => {
    const attempt = attemptOf(packets, note)
    const first = note.receipts.find(({ forged }) => !forged)
    return attempt && first && first.dueAt <= Date.parse(attempt.deadline) - onTheWayMs
  })
  expect(inTime.length).toBeGreaterThan(packetsInAll / 4)
  return inTime.flatMap(({ packetId, attempt }) => {
    const packet = packets.get(packetId)
    return packet?.status === 'DELIVERED' && packet.attempts.length === attempt ? [] : (packet ?? [])
  })
}

async function allSent(carriers: Carriers): Promise<Awaited<ReturnType<Carriers['receipts']>>> {
  const counts = await waitUntil(
    async () => {
      const now = await carriers.receipts()
      return now.pending === 0 ? now : null
    },
    { limitMs: 60_000, everyMs: 250 },
  )
  if (counts === null) throw new Error('The carriers still owe receipts after 60 s.')
  return counts
}

test(`worker, web, Temporal and PostgreSQL killed in turn during ${packetsInAll} deliveries lose, double and forget nothing`, async () => {
  test.setTimeout(600_000)
  const { web, carrier } = own.stack.addresses
  const waybill = new Waybill(web)
  const carriers = new Carriers(carrier)
  await carriers.behave({ '*': odds })

  const submitted = await submitWhileKilling(waybill)
  await readAll(waybill, submitted)
  const { ended } = await allSent(carriers)
  const packets = await readAll(waybill, submitted)
  // Some packets were granted grace, which proves that the outages had an effect.
  expect([...packets.values()].filter(({ flags }) => flags.includes('grace')).length).toBeGreaterThan(0)

  const notes = (await readNotes(own.dataDir)).filter(({ packetId }) => packets.has(packetId))
  expect(handedOverTwice(notes)).toEqual([])
  expect(overtakenInTime(notes, packets)).toEqual([])
  const kept = (await keptReceipts(web)).filter(({ packetId }) => packets.has(packetId))
  // The receipt stored last may not yet have reached its workflow.
  await expect
    .poll(
      async () => {
        const now = await readAll(waybill, submitted)
        return notes.filter((note) => !isAccountedFor(note, now, kept))
      },
      { timeout: 30_000 },
    )
    .toEqual([])
  expectToAddUp(ended, notes, kept.length)
})

/** Reads the packets once they are closed. Sequential, because concurrent polling would keep the machine busy. */
async function readAll(waybill: Waybill, submitted: readonly Packet[]): Promise<Map<string, Packet>> {
  const packets = new Map<string, Packet>()
  for (const { id } of submitted) packets.set(id, await waybill.closed(id, 240_000))
  return packets
}

/** Kills each victim when half of its share of packets is submitted; submitting goes on meanwhile. */
async function submitWhileKilling(waybill: Waybill): Promise<Packet[]> {
  const submitted: Packet[] = []
  for (const victim of victims) {
    const before = submitted.length
    const submitting = submitOverTime(waybill, submitted)
    await expect.poll(() => submitted.length, { timeout: 60_000 }).toBeGreaterThan(before + perVictim / 2)
    await killOverDeadlines(victim)
    await submitting
  }
  expect(submitted).toHaveLength(packetsInAll)
  return submitted
}

async function submitOverTime(waybill: Waybill, submitted: Packet[]): Promise<void> {
  let left = perVictim
  const submitSome = async () => {
    while (left > 0) {
      left -= 1
      submitted.push(await waybill.submitPatiently({ receiptTimeoutMs }))
      await pause(submitterPauseMs)
    }
  }
  await Promise.all(Array.from({ length: submitters }, submitSome))
}

/** Checks the answers that carriers got: accepted, late, duplicate, kept and refused add up to all receipts sent. */
function expectToAddUp(ended: Readonly<Record<string, number>>, notes: readonly Note[], kept: number): void {
  const sent = notes.flatMap(({ receipts }) => receipts)
  const forged = sent.filter((receipt) => receipt.forged).length
  const { recorded = 0, late = 0, duplicate = 0, kept: keptAnswers = 0, ...refused } = ended
  const counts = { recorded, late, duplicate, kept: keptAnswers, refused: forged, sent: sent.length }
  test.info().annotations.push({ type: 'receipts', description: JSON.stringify(counts) })
  expect(refused).toEqual(forged === 0 ? {} : { 401: forged })
  expect(recorded + late + duplicate + keptAnswers + forged).toBe(sent.length)
  // A carrier that lost the answer to a kept receipt got "duplicate" for its retry.
  expect(kept).toBeGreaterThanOrEqual(keptAnswers)
  expect(kept).toBeLessThanOrEqual(keptAnswers + duplicate)
}

/** Stores packets in any state, for tests that read them. */
import { randomUUID } from 'node:crypto'
import { apply } from '@/lib/packet/apply'
import type { LedgerEvent } from '@/lib/packet/events'
import { usualPrecedence } from '@/lib/packet/precedence'
import { claimPackets, saveStates } from '../ownership'
import { insertPackets, ledgerOf, type NewPacket } from '../packets'
import type { NewReceipt } from '../receipts'
import type { Database } from '../store'

export const testPacket: Omit<NewPacket, 'id' | 'createdAt'> = {
  source: '+017771110000',
  destination: '+016660002222',
  contents: Buffer.from('Hello'),
  contentType: 'text/plain; charset=utf-8',
  maxAttempts: 4,
  receiptTimeoutMs: null,
  expiresAt: null,
  deliverAt: null,
  quietUntil: null,
  batch: null,
  repeats: null,
  ...usualPrecedence,
  notifyUrl: null,
  keyHash: null,
  fingerprint: null,
  owner: 'packets-of-this-test',
}

/** Stores a packet and applies these events. Returns its id. */
export async function storePacket(
  db: Database,
  packet: Partial<NewPacket> & Pick<NewPacket, 'createdAt'>,
  events: readonly LedgerEvent[] = [],
): Promise<string> {
  const added = { ...testPacket, id: randomUUID(), ...packet }
  await insertPackets(db, [added])
  const ledger = events.reduce(apply, ledgerOf(added))
  const closed = ledger.endedAt !== null
  if (events.length > 0) await saveStates(db, [{ id: added.id, epoch: 1, version: 1, ledger, closed }])
  return added.id
}

/** Stores packets that their workflow has claimed. */
export async function storeClaimed(
  db: Database,
  ids: readonly string[],
  packet: Partial<NewPacket> = {},
): Promise<void> {
  const added = { ...testPacket, createdAt: Date.now(), ...packet }
  await insertPackets(
    db,
    ids.map((id) => ({ ...added, id })),
  )
  await claimPackets(db, { owner: added.owner, runId: 'run', shares: ids.map((id) => ({ id, epoch: 1 })) })
}

/** A receipt that says "delivered" for the first attempt. */
export function newReceipt(
  packet: Partial<NewReceipt> & Pick<NewReceipt, 'packetId' | 'receivedAt'>,
): NewReceipt {
  return {
    provider: 'RouteA',
    webhookId: randomUUID(),
    attempt: 1,
    delivered: true,
    reason: null,
    providerReference: null,
    digest: 'digest',
    excerpt: '{}',
    key: 'key',
    keyAge: 'only',
    deadline: packet.receivedAt + 10_000,
    ...packet,
  }
}

export function chosen(at: number, provider: string): LedgerEvent {
  return { type: 'routeChosen', at, provider, receiptTimeoutMs: 10_000, settlingMs: 0 }
}

export function receipt(at: number, attempt: number, delivered: boolean): LedgerEvent {
  return { type: 'receiptArrived', at, receivedAt: at, attempt, delivered, reason: null }
}

export function silence(at: number, attempt: number): LedgerEvent {
  return { type: 'deadlinePassed', at, attempt, intakeUp: true, graceMs: 30_000 }
}

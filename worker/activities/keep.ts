/** What workflows ask of the store: their packets, and to keep what became of them. */
import { createHash } from 'node:crypto'
import { activityInfo } from '@temporalio/activity'
import type { Assignment, Claimed, DeliveryRequest, PacketState } from '@/lib/contract/workflows'
import { defaultMaxAttempts } from '@/lib/packet/bounds'
import { claimPackets, findSubmitted, insertPackets, saveStates } from '@/lib/store/packets'
import { settleMissed } from '@/lib/store/receipts'
import type { ActivityContext } from './context'

type KeepContext = Pick<ActivityContext, 'store'>

/** A request with the id of the packet that it asks for, and when its workflow began. */
export interface Entry {
  id: string
  request: DeliveryRequest
  createdAt: number
}

/** The packets that this workflow may deliver; one that belongs to another workflow is missing. */
export function createClaim({ store: { db } }: KeepContext) {
  return async function claim({ packets }: Assignment): Promise<Claimed[]> {
    const { workflowId: owner, runId } = ownExecution()
    return claimPackets(db, { owner, runId, shares: packets })
  }
}

/** Stores the packet that another Temporal client asked for, and claims it; none where the id is taken. */
export function createEnter({ store: { db } }: KeepContext) {
  return async function enter({ id, request, createdAt }: Entry): Promise<Claimed[]> {
    const { workflowId: owner, runId } = ownExecution()
    const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('hex')
    const { source, destination, contents, contentType, maxAttempts, receiptTimeoutMs, expiresAt } = request
    await insertPackets(db, [
      {
        id,
        source,
        destination,
        contents: Buffer.from(contents, 'base64'),
        contentType: contentType ?? 'application/octet-stream',
        maxAttempts: maxAttempts ?? defaultMaxAttempts,
        receiptTimeoutMs: receiptTimeoutMs ?? null,
        expiresAt: expiresAt ? Date.parse(expiresAt) : null,
        keyHash: null,
        fingerprint,
        createdAt,
        owner,
      },
    ])
    // One with the same id that was accepted elsewhere may have named this very workflow as its owner.
    const stored = await findSubmitted(db, { id, keyHash: null })
    if (stored?.fingerprint !== fingerprint) return []
    return claimPackets(db, { owner, runId, shares: [{ id, epoch: 1 }] })
  }
}

/** Keeps the states, unless something newer is kept already. */
export function createSave({ store: { db } }: KeepContext) {
  return async function save(states: PacketState[]): Promise<void> {
    await saveStates(db, states)
    await settleMissed(
      db,
      states.filter(({ closed }) => closed),
    )
  }
}

function ownExecution(): { workflowId: string; runId: string } {
  const { workflowExecution } = activityInfo()
  if (workflowExecution === undefined) throw new Error('Packets are claimed by a workflow only.')
  return workflowExecution
}

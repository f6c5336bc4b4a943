/** Packets that a workflow has claimed, for tests of what comes after. */
import { claimPackets } from '../ownership'
import { insertPackets } from '../packets'
import type { Database } from '../store'

const owner = 'packets-1'

export async function storeClaimed(
  db: Database,
  ids: readonly string[],
  { expiresAt = null }: { expiresAt?: number | null } = {},
): Promise<void> {
  await insertPackets(
    db,
    ids.map((id) => ({
      id,
      source: '+017771110000',
      destination: '+016660002222',
      contents: Buffer.from('Hello'),
      contentType: 'text/plain',
      maxAttempts: 4,
      receiptTimeoutMs: null,
      expiresAt,
      keyHash: null,
      fingerprint: id,
      createdAt: Date.now(),
      owner,
    })),
  )
  await claimPackets(db, { owner, runId: 'run-1', shares: ids.map((id) => ({ id, epoch: 1 })) })
}

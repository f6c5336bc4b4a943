/**
 * Claims an idempotency key for a packet that has an id of its own: by a workflow under the very id that the packet
 * would have had without one. So of all that use the key, in whichever process and after whichever restart, one is
 * first, and Temporal decides which.
 */
import 'server-only'
import { keyClaimType, type RequestMemo, requestMemo, workflowIdOf } from '@/lib/contract/workflows'
import { describeWorkflow } from '@/lib/server/temporal/describe-workflow'
import { memoEntry } from '@/lib/server/temporal/execution-info'
import { startOnce } from '@/lib/server/temporal/start-once'
import { idFromKeyHash } from './fingerprint'
import { keyReused, requestSchema } from './repeat'

/**
 * Again and again for the same request.
 * @param ifUnknown what to do when Temporal gives no answer
 * @throws ApiError IDEMPOTENCY_KEY_REUSED, TEMPORAL_UNREACHABLE
 */
export async function claimKey(
  memo: RequestMemo & { keyHash: string },
  packetId: string,
  ifUnknown: string,
): Promise<void> {
  const workflowId = workflowIdOf(idFromKeyHash(memo.keyHash))
  const claim = {
    workflowId,
    memo: { [requestMemo]: memo },
    staticSummary: `idempotency key of packet ${packetId}`,
  }
  if ((await startOnce(keyClaimType, claim, ifUnknown)) !== null) return
  if ((await fingerprintOfClaim(workflowId)) !== memo.fingerprint) throw keyReused()
}

/** Of the claim, or of the packet that was made with the key and without an id. */
async function fingerprintOfClaim(workflowId: string): Promise<string | null> {
  const described = await describeWorkflow({ workflowId })
  return described && (memoEntry(described.info, requestMemo, requestSchema)?.fingerprint ?? null)
}

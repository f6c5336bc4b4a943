/**
 * The receipts that a run was sent, read from its history: exact, with no worker alive and whichever web process
 * took them. Newest first, since that is where a repeated one is found; contents stand in the oldest event.
 */
import 'server-only'
import { defaultPayloadConverter } from '@temporalio/common'
import { z } from 'zod'
import type { TokenClaims } from '@/lib/contract/carrier'
import { receiptSignal, workflowIdOf } from '@/lib/contract/workflows'
import { callTemporal } from '@/lib/server/temporal/call'
import { isNotFound } from '@/lib/server/temporal/errors'
import { nextPage } from '@/lib/server/temporal/page-token'

const pageSize = 200
/** A run with more events than that has been sent thousands of receipts. */
const maxPages = 25

const recordedReceipt = z.object({
  attempt: z.int(),
  provider: z.string(),
  delivered: z.boolean(),
  reason: z.string().nullable(),
  webhookId: z.string(),
  digest: z.string().optional(),
})

export type RecordedReceipt = z.infer<typeof recordedReceipt>

/** @throws ApiError TEMPORAL_UNREACHABLE */
export async function recordedReceipts({ packetId, runId }: TokenClaims): Promise<RecordedReceipt[]> {
  const execution = { workflowId: workflowIdOf(packetId), runId }
  const found: RecordedReceipt[] = []
  let next: Uint8Array | null = null
  try {
    for (let pages = 0; pages < maxPages; pages++) {
      const page: Page = await readPage(execution, next)
      found.push(...page.receipts)
      next = page.next
      if (next === null) break
    }
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
  return found
}

interface Page {
  receipts: RecordedReceipt[]
  next: Uint8Array | null
}

async function readPage(
  execution: { workflowId: string; runId: string },
  nextPageToken: Uint8Array | null,
): Promise<Page> {
  const read = await callTemporal(({ service, namespace }) =>
    service.getWorkflowExecutionHistoryReverse({
      namespace,
      execution,
      maximumPageSize: pageSize,
      ...(nextPageToken && { nextPageToken }),
    }),
  )
  const receipts = (read.history?.events ?? []).flatMap((event) => {
    const signal = event.workflowExecutionSignaledEventAttributes
    return signal?.signalName === receiptSignal ? decoded(signal.input?.payloads?.[0]) : []
  })
  return { receipts, next: nextPage(read.nextPageToken) }
}

type Payload = Parameters<typeof defaultPayloadConverter.fromPayload>[0]

function decoded(payload: Payload | undefined): RecordedReceipt[] {
  if (payload === undefined) return []
  const parsed = recordedReceipt.safeParse(defaultPayloadConverter.fromPayload(payload))
  return parsed.success ? [parsed.data] : []
}

import { z } from 'zod'
import { attemptOutcomes, packetFlags, packetStatuses } from '@/lib/packet/packet'
import { instant } from './fields'

export const packetStatus = z.enum(packetStatuses)
export const packetFlag = z.enum(packetFlags)

const receipt = z.object({ receivedAt: instant, delivered: z.boolean(), reason: z.string().nullable() })

const handOver = z.object({
  state: z.enum(['SENDING', 'ACCEPTED', 'FAILED']),
  status: z.int().nullable(),
  latencyMs: z.number().nullable(),
})

const attemptSchema = z
  .object({
    number: z.int().min(1),
    provider: z.string(),
    outcome: z.enum(attemptOutcomes),
    transmittedAt: instant,
    deadline: instant,
    endedAt: instant.nullable(),
    reason: z.string().nullable(),
    handOver,
    receipt: receipt.nullable(),
    late: z.boolean(),
    settled: z.boolean().meta({ description: 'False while the provider may still deliver it.' }),
    graceUntil: instant.nullable(),
    duplicates: z.int(),
  })
  .meta({ id: 'Attempt' })

const lookup = z.object({ failures: z.int(), lastError: z.string(), nextTryAt: instant.nullable() })

/** The packet on the wire; the same shape as `Packet` of `lib/packet`. */
export const packetSchema = z
  .object({
    id: z.string(),
    source: z.string(),
    destination: z.string(),
    status: packetStatus,
    currentRouteProvider: z.string().nullable(),
    failedRouteProviders: z.array(z.string()),
    deliveredBy: z.string().nullable(),
    attempts: z.array(attemptSchema),
    reason: z.string().meta({ description: 'One sentence: what happened and why.' }),
    flags: z.array(packetFlag),
    lookup: lookup.nullable(),
    maxAttempts: z.int(),
    createdAt: instant,
    updatedAt: instant,
    endedAt: instant.nullable(),
    settling: z
      .boolean()
      .meta({ description: 'Ended, but a provider may still send a receipt that corrects it.' }),
    workflowId: z.string(),
    runId: z.string(),
  })
  .meta({ id: 'Packet' })

export const contentsSchema = z
  .object({ contents: base64(), bytes: z.int(), contentType: z.string() })
  .meta({ id: 'Contents' })

function base64() {
  return z.string().meta({ description: 'Base64.' })
}

export const cancellation = z
  .strictObject({ reason: z.string().trim().min(1, 'Say why.').max(200, 'Use at most 200 characters.') })
  .meta({ id: 'Cancellation' })

export const maxCancellationBytes = 4096

/** One event of the workflow's history, decoded, without contents, tokens and secrets. */
export const historyEvent = z
  .object({ id: z.int(), time: instant, type: z.string(), attributes: z.record(z.string(), z.unknown()) })
  .meta({ id: 'HistoryEvent' })

export type HistoryEvent = z.infer<typeof historyEvent>

export const historyQuery = z.strictObject({
  cursor: z.string().max(4096).optional().meta({ description: '`nextCursor` of the page before.' }),
})

export const historyPage = z
  .object({ events: z.array(historyEvent), nextCursor: z.string().nullable() })
  .meta({ id: 'HistoryPage' })

export type HistoryPage = z.infer<typeof historyPage>
export type Contents = z.infer<typeof contentsSchema>

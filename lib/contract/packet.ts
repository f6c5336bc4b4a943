import { z } from 'zod'
import { actionNames } from '@/lib/packet/action'
import { choiceWays, skipReasons } from '@/lib/packet/choice'
import {
  attemptOutcomes,
  handOverStates,
  packetFlags,
  packetStatuses,
  recallResults,
} from '@/lib/packet/packet'
import { queueWaits } from '@/lib/packet/queue'
import { attemptReasonCodes, endReasonCodes, lookupErrorCodes, waitReasons } from '@/lib/packet/reason'
import { stuckCauses } from '@/lib/packet/stuck'
import { instant, operatorNoteFields, pageCursor, timeText, timeZone } from './fields'

export const packetStatus = z.enum(packetStatuses)
export const packetFlag = z.enum(packetFlags)

const receipt = z.object({
  receivedAt: instant,
  delivered: z.boolean(),
  reason: z.string().nullable(),
  providerReference: z
    .string()
    .nullable()
    .meta({ description: "The provider's own name for it, perhaps cut." }),
  byHand: z.boolean().meta({ description: 'An operator gave it in the place of the provider.' }),
})

const handOver = z.object({
  state: z.enum(handOverStates).meta({
    description: '`WITHDRAWN`: taken back before anything was sent, so the provider cannot have it.',
  }),
  status: z.int().nullable(),
  latencyMs: z.number().nullable(),
})

const recall = z.object({ at: instant, result: z.enum(recallResults) })

const choice = z
  .object({
    by: z.enum(choiceWays),
    skipped: z.array(z.object({ provider: z.string(), why: z.enum(skipReasons) })),
    share: z.number().nullable().meta({ description: 'Its confirmed share, 0 to 1.' }),
    medianMs: z.number().nullable().meta({ description: "Its receipts' median time in milliseconds." }),
  })
  .meta({ id: 'RouteChoice' })

const attemptSchema = z
  .object({
    number: z.int().min(1),
    provider: z.string(),
    outcome: z.enum(attemptOutcomes),
    transmittedAt: instant,
    deadline: instant,
    endedAt: instant.nullable(),
    reason: z.string().nullable().meta({ description: 'Why it ended as it did; null when confirmed.' }),
    reasonCode: z.enum(attemptReasonCodes).nullable().meta({
      description:
        'The same as a code. `NO_RECEIPT`: silent; `RECALLED`: silent, or its answer was lost, and it agreed to stop; `REFUSED`: its receipt said so; `REFUSED_BY_HAND`, `FAILED_OVER`: an operator did; `REJECTED`: it answered 4xx or a redirect; `ERROR_STATUS`: it answered 429 or 5xx; `OVERTAKEN`: another provider confirmed first; `CANCELED`, `EXPIRED`, `FAILED`: the packet did meanwhile; the others say how its connection failed.',
    }),
    handOver,
    receipt: receipt.nullable(),
    late: z.boolean(),
    settled: z.boolean().meta({ description: 'False while the provider may still deliver it.' }),
    graceUntil: instant.nullable(),
    duplicates: z.int(),
    recall: recall
      .nullable()
      .meta({ description: 'It was asked to stop before the next provider got the packet.' }),
    choice: choice.nullable().meta({ description: 'Why this provider was chosen.' }),
  })
  .meta({ id: 'Attempt' })

const actionDone = z
  .object({
    at: instant,
    do: z.enum([...actionNames, 'cancel']),
    who: z.string().nullable().meta({ description: 'As they call themselves; null where they did not say.' }),
    reason: z.string(),
    attempt: z
      .int()
      .nullable()
      .meta({ description: 'The attempt it was about, or the latest one then; null before the first.' }),
    provider: z
      .string()
      .nullable()
      .meta({ description: 'The provider it was about; null if there was none.' }),
    told: z.string().meta({ description: 'In words.', example: 'failed over from RouteA' }),
  })
  .meta({ id: 'PacketAction' })

const lookup = z.object({
  failures: z.int(),
  lastError: z.string(),
  lastErrorCode: z.enum(lookupErrorCodes).meta({
    description: '`ROUTING_ERROR`: of the routing service. `WORKER_BUSY`: ours; it counts as no failure.',
  }),
  nextTryAt: instant.nullable(),
})

const waiting = z.object({
  since: instant,
  why: z.enum(waitReasons),
  nextTryAt: instant.nullable().meta({ description: 'Null while it waits until sending is resumed.' }),
  detail: z.string().meta({ description: 'Further details, in words.' }),
})

const delay = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('lookUpFailed'),
      at: instant,
      error: z.string(),
      errorCode: z.enum(lookupErrorCodes),
      nextTryAt: instant.nullable().meta({ description: 'Null where it was the last try.' }),
    }),
    z.object({
      kind: z.literal('waited'),
      at: instant,
      until: instant,
      why: z.enum(waitReasons),
      detail: z.string(),
    }),
    z.object({ kind: z.literal('takenBack'), at: instant, provider: z.string() }),
  ])
  .meta({
    id: 'Delay',
    description:
      '`takenBack`: when its turn came, its provider took no new packets; nothing was sent, and it does not count as an attempt.',
  })

const stuck = z.object({
  cause: z.enum(stuckCauses).meta({
    description:
      '`mismatch`: the workflow code does not fit what has happened to it. `failure`: the code fails, or lacks this type. `timeout`: a worker takes a step and does not finish it. `refused`: Temporal does not accept the answer.',
  }),
  detail: z.string().meta({ description: "Temporal's own name for it." }),
  since: instant.nullable().meta({ description: 'Only for a single packet, never in lists.' }),
  tries: z
    .int()
    .nullable()
    .meta({ description: 'Tries of its present step; only for a single packet, never in lists.' }),
  lastTriedAt: instant.nullable().meta({ description: 'Likewise.' }),
})

const queuePlace = z.object({
  ahead: z.int().meta({ description: 'Packets before it that have not begun; exact up to 10,000.' }),
  waitsFor: z.enum(queueWaits).meta({
    description:
      'What its queue waits for. `packet`: another packet with the key is under way. `hold`: an operator holds the queue. `failure`: a packet that holds its queue when it fails did. `batch`: the batch of the first packet is not running. `turn`: only a worker.',
  }),
  packetId: z.string().nullable().meta({ description: 'The packet that is waited for, or that failed.' }),
  detail: z.string().meta({ description: 'One sentence.' }),
})

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
    actions: z.array(actionDone).meta({ description: 'What operators did with it, in order.' }),
    reason: z.string().meta({ description: 'One sentence: what happened and why.' }),
    reasonCode: z.enum(endReasonCodes).nullable().meta({
      description:
        'Why it ended as it did; null while it is under way. Of `FAILED`: `ROUTING_GAVE_UP` (the routing service did not answer), `INTERNAL` (an error of ours), `CONTENTS_LOST` (the store was restored without its contents). Of `CANCELED`: by an operator or in Temporal. Otherwise the same as `status`.',
    }),
    flags: z.array(packetFlag),
    lookup: lookup.nullable(),
    waiting: waiting
      .nullable()
      .meta({ description: 'Set while the packet cannot be handed to any provider.' }),
    delays: z.array(delay).meta({
      description: 'What held the packet up and is over: the last 30, in the order in which they ended.',
    }),
    stuck: stuck.nullable().meta({
      description:
        'Set while no worker can go on with it, which Temporal reports after five tries: 30 to 60 s.',
    }),
    maxAttempts: z.int(),
    deliverAt: instant
      .nullable()
      .meta({ description: 'Its delivery begins then; null where it began at once.' }),
    quietUntil: instant.nullable().meta({
      description: 'Quiet hours at its destination hold it back until then; null if none do or did.',
    }),
    begunAt: instant.nullable().meta({
      description: 'When its delivery began; null before that, and if it began at once.',
    }),
    expiresAt: instant.nullable().meta({ description: 'No further provider is tried from then on.' }),
    batch: z
      .object({ id: z.string(), line: z.int() })
      .nullable()
      .meta({ description: 'The batch it came with, and its line in the file.' }),
    repeats: z
      .string()
      .nullable()
      .meta({ description: 'The packet that was sent again with this one; null where none was.' }),
    repeatedBy: z.array(z.string()).meta({
      description: 'The packets with which this one was sent again, the first ones first; 20 at most.',
    }),
    orderingKey: z.string().nullable(),
    holdOnFailure: z.boolean(),
    priority: z.int().meta({ description: '1 goes first, 5 last.' }),
    fairnessKey: z.string().nullable().meta({ description: 'Null where it is its source.' }),
    queue: queuePlace.nullable().meta({
      description:
        'Its place behind others with its ordering key while it is `QUEUED`; only for a single packet, never in lists.',
    }),
    createdAt: instant,
    updatedAt: instant,
    endedAt: instant.nullable(),
    settling: z
      .boolean()
      .meta({ description: 'Ended, but a provider may still send a receipt that corrects it.' }),
    settlingUntil: instant.nullable().meta({ description: 'How long it listens for such a receipt.' }),
    workflowId: z.string(),
    runId: z.string().nullable().meta({ description: 'Null until its workflow has begun.' }),
  })
  .meta({ id: 'Packet' })

/** Body of `POST /api/packets/{id}/actions/reschedule`. */
export const rescheduling = z.strictObject({
  deliverAt: timeText,
  timeZone: timeZone.optional(),
  ...operatorNoteFields,
})

/** The query of `GET /api/times`. */
export const timeQuery = z.strictObject({ text: timeText, timeZone: timeZone.optional() })

export const timeSchema = z
  .object({
    deliverAt: instant,
    told: z.string().meta({
      description: 'By the clock of the time zone.',
      example: 'Sunday 29 November 2026, 08:00 Europe/Berlin',
    }),
    inMs: z.number(),
  })
  .meta({ id: 'TimeRead' })
export type TimeTold = z.infer<typeof timeSchema>

export const contentsSchema = z
  .object({ contents: base64(), bytes: z.int(), contentType: z.string() })
  .meta({ id: 'Contents' })

function base64() {
  return z.string().meta({ description: 'Base64.' })
}

export const contentsErased = z
  .object({
    at: instant,
    reason: z.string().nullable().meta({ description: 'Null where their time was over.' }),
  })
  .meta({ id: 'ContentsErased' })

export type ContentsErased = z.infer<typeof contentsErased>

/** One event of the workflow's history, decoded, without contents, tokens and secrets. */
export const historyEvent = z
  .object({ id: z.int(), time: instant, type: z.string(), attributes: z.record(z.string(), z.unknown()) })
  .meta({ id: 'HistoryEvent' })

export type HistoryEvent = z.infer<typeof historyEvent>

export const historyQuery = z.strictObject({ cursor: pageCursor })

export const historyPage = z
  .object({ events: z.array(historyEvent), nextCursor: z.string().nullable() })
  .meta({ id: 'HistoryPage' })

export type HistoryPage = z.infer<typeof historyPage>
export type Contents = z.infer<typeof contentsSchema>

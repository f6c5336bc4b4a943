/** The tables. Times of the domain come from the writing processes; `now()` is used only for operational columns. */
import { inArray, type SQL, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import {
  type AuditAction,
  type AuditKind,
  type AuditResult,
  type AuditWay,
  auditResults,
  auditWays,
} from '@/lib/contract/audit-terms'
import type { BatchOptions, RowFaultCode } from '@/lib/contract/batch'
import { type BatchState, batchStates } from '@/lib/contract/batch-terms'
import type { ConsumerReport } from '@/lib/contract/broker'
import type { BulkFilter } from '@/lib/contract/bulk-action'
import {
  type BulkItemCode,
  type BulkKind,
  type BulkResult,
  type BulkState,
  bulkKinds,
  bulkResults,
  bulkStates,
} from '@/lib/contract/bulk-terms'
import type { ReceiptResult } from '@/lib/contract/carrier'
import {
  type EventType,
  eventTypes,
  type NotificationState,
  type NotificationTry,
  notificationStates,
  type ReceiverKind,
  type ReceiverTopic,
  receiverKinds,
  receiverTopics,
} from '@/lib/contract/notification'
import type { PacketFilter } from '@/lib/contract/packet-list'
import type { ProblemCode } from '@/lib/contract/problem'
import type { KeptReason, RefusalReason } from '@/lib/contract/receipt-reasons'
import type { RecurringSubmission, Timing } from '@/lib/contract/recurrence'
import type { SelfTestFacts } from '@/lib/contract/self-test'
import type { AlertingView } from '@/lib/contract/view'
import type { HandedOver, KeyAge } from '@/lib/contract/workflows'
import type { Change } from '@/lib/directory/change'
import type { DirectoryState } from '@/lib/directory/state'
import type { Operator } from '@/lib/packet/action'
import { defaultPriority } from '@/lib/packet/bounds'
import type { Ledger } from '@/lib/packet/ledger'
import {
  type EndStatus,
  type InFlightStatus,
  type PacketFlag,
  type PacketStatus,
  type Precedence,
  packetStatuses,
} from '@/lib/packet/packet'
import { type AttemptKind, attemptKinds } from '@/lib/scoreboard/counted'

/** Collated byte by byte, so that an index serves prefixes with any locale of the database. */
const words = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' })
const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => 'bytea' })
/** Exact milliseconds, so that a cursor made from a time finds its row again. */
const moment = () => timestamp({ precision: 3, withTimezone: true })

/** Flags that are stored: only Temporal knows `stuck`, and `settling` depends on the present time. */
type StoredFlag = Exclude<PacketFlag, 'stuck' | 'settling'>
const storedFlags = [
  'late',
  'doubled',
  'risk',
  'grace',
  'contradicted',
  'waiting',
] as const satisfies StoredFlag[]

/** `added` is a single change that has not been merged yet. */
export const sumSpans = ['added', 'minute', 'hour', 'day'] as const
export type SumSpan = (typeof sumSpans)[number]

function oneOf(column: string, values: readonly string[]) {
  return sql.raw(`${column} in (${values.map((value) => `'${value}'`).join(', ')})`)
}

/** Worded exactly as in the indexes, so that the planner uses them. */
export function hasFlag(flag: StoredFlag): SQL {
  return sql.raw(`flags @> '{${flag}}'`)
}

/** The order in which packets with ordering keys were accepted. */
export const queueNumbers = pgSequence('queue_numbers')

const hasNotBegun = sql.raw(`status in ('SCHEDULED', 'QUEUED')`)

/** The packet has ended and its workflow has not let go of it, so no packet with its ordering key may begin yet. */
export const isClosing = sql.raw('ordering_key is not null and ended_at is not null and closed_at is null')

/** The packet was not delivered, and no packet with its ordering key may begin until an operator allows it. */
export const holdsQueue = sql.raw(
  `hold_on_failure and released_at is null and resting in ('NO_ROUTE', 'EXHAUSTED', 'EXPIRED', 'FAILED') and ordering_key is not null`,
)

/**
 * A packet as accepted, its owner, and its progress. `ledger` is the whole state; the columns beside it serve filters
 * and sorting. From its claim to its end only `flags` changes among the indexed columns, which makes such updates
 * several times cheaper.
 */
export const packets = pgTable(
  'packets',
  {
    id: words().primaryKey(),
    source: words().notNull(),
    destination: words().notNull(),
    /** The normalized forms of source and destination, which are the same for all ways to write them. */
    sourceKey: words().notNull(),
    destinationKey: words().notNull(),
    /** Null if they were erased, or if the store was restored without them. */
    contents: bytes(),
    contentsErasedAt: moment(),
    /** The operator's words; null if retention erased them. */
    eraseReason: text(),
    contentType: text().notNull(),
    contentBytes: integer().notNull(),
    maxAttempts: integer().notNull(),
    receiptTimeoutMs: integer(),
    expiresAt: moment(),
    /** When its delivery is due; null if it began at once. */
    dueAt: moment(),
    /** The batch that it came with, and its line in the file. */
    batchId: words().references((): AnyPgColumn => batches.id),
    batchLine: integer(),
    /** The packet that this one sends again; null if there is none. */
    repeats: words(),
    /** The sender's address for notifications. */
    notifyUrl: text(),
    /** Of the packets with the same key, one at a time is under way. */
    orderingKey: words(),
    /** The position in its queue; null without a key. */
    queueNumber: bigint({ mode: 'number' }),
    /** If it ends undelivered, no other packet of its key begins until an operator releases the queue. */
    holdOnFailure: boolean().notNull().default(false),
    /** When an operator released the queue. */
    releasedAt: moment(),
    priority: smallint().notNull().default(defaultPriority),
    /** Null means that the source is the key. */
    fairnessKey: words(),
    /** SHA-256 of the idempotency key, and of the submission that came with it. */
    keyHash: text(),
    fingerprint: text(),
    createdAt: moment().notNull(),
    /** The `traceparent` of the request that submitted it; null without tracing. */
    trace: text(),

    /** The workflow that may deliver the packet. Another one can get it only with the next epoch. */
    owner: words().notNull(),
    epoch: integer().notNull().default(1),
    /**
     * When its workflow was last asked to start, by the database's clock; in the future while a running workflow is
     * given time to claim it. For a packet that has not begun: when it is due, which is never ('infinity') if its batch
     * or queue gives it its turn.
     */
    offeredAt: moment().notNull().defaultNow(),
    /** When the owner claimed the packet; null until then. */
    claimedAt: moment(),
    runId: text(),

    /** When an operator asked to cancel it. No hand-over is begun from then on. */
    cancelAskedAt: moment(),
    /** The operator who asked, with the reason. */
    cancelBy: jsonb().$type<Operator>(),
    /** Its workflow must still be told of the cancellation. */
    cancelUntold: boolean().notNull().default(false),

    /** The number of the owner's write: an older state never replaces a newer one. */
    version: bigint({ mode: 'number' }).notNull().default(0),
    /** How many receipts the ledger has taken. A state with fewer never replaces one with more. */
    receiptsTaken: integer().notNull().default(0),
    status: text().$type<PacketStatus>().notNull(),
    ledger: jsonb().$type<Ledger>().notNull(),
    updatedAt: moment().notNull(),
    endedAt: moment(),
    /** When its owner let go of it. Later receipts are applied in the store. */
    closedAt: moment(),
    settlingUntil: moment(),
    currentProvider: text(),
    /** All providers that were tried. */
    providers: text().array().notNull().default(sql`'{}'`),
    flags: text().array().notNull().default(sql`'{}'`),
    /** The number of repeated receipts, by the number of their attempt. */
    duplicates: jsonb().$type<Readonly<Record<string, number>>>().notNull().default({}),
    /**
     * The sort key of lists. Packets in flight come first ('infinity'); packets that have not begun are sorted by their
     * submission, ended ones by their end.
     */
    rank: moment()
      .generatedAlwaysAs(
        sql`coalesce(ended_at, case when ${hasNotBegun} then created_at else 'infinity'::timestamptz end)`,
      )
      .notNull(),
    /** The status while the packet is not in flight, otherwise null. */
    resting: text()
      .$type<Exclude<PacketStatus, InFlightStatus>>()
      .generatedAlwaysAs(sql`case when ended_at is not null or ${hasNotBegun} then status end`),
    /** The packet has ended, and more than one provider was tried. */
    failedOver: boolean()
      .generatedAlwaysAs(sql`ended_at is not null and cardinality(providers) > 1`)
      .notNull(),
  },
  (table) => [
    uniqueIndex('packets_key').on(table.keyHash).where(sql`key_hash is not null`),
    index('packets_list').on(table.rank, table.createdAt, table.id),
    index('packets_resting')
      .on(table.resting, table.rank, table.createdAt, table.id)
      .where(sql`resting is not null`),
    index('packets_due').on(table.dueAt, table.id).where(sql`resting = 'SCHEDULED'`),
    index('packets_queued')
      .on(table.batchId, table.priority, table.batchLine)
      .where(sql`resting = 'QUEUED' and ordering_key is null`),
    // For each ordering key: the packets that may begin next, the one under way, those closing and those holding the
    // queue.
    index('packets_in_queue')
      .on(table.orderingKey, table.queueNumber)
      .where(sql`resting = 'QUEUED' and ordering_key is not null`),
    uniqueIndex('packets_in_order')
      .on(table.orderingKey)
      .where(sql`resting is null and ordering_key is not null`),
    index('packets_closing').on(table.orderingKey).where(isClosing),
    index('packets_holding').on(table.orderingKey).where(holdsQueue),
    index('packets_due_in_queue')
      .on(table.dueAt, table.queueNumber)
      .where(sql`resting = 'SCHEDULED' and ordering_key is not null`),
    index('packets_ordered')
      .on(table.orderingKey, table.rank, table.createdAt, table.id, table.resting)
      .where(sql`ordering_key is not null`),
    index('packets_priority')
      .on(table.priority, table.rank, table.createdAt, table.id, table.resting)
      .where(sql.raw(`priority <> ${defaultPriority}`)),
    index('packets_fairness')
      .on(table.fairnessKey, table.rank, table.createdAt, table.id, table.resting)
      .where(sql`fairness_key is not null`),
    uniqueIndex('packets_batch_line').on(table.batchId, table.batchLine).where(sql`batch_id is not null`),
    index('packets_batch')
      .on(table.batchId, table.rank, table.createdAt, table.id, table.resting)
      .where(sql`batch_id is not null`),
    index('packets_repeats').on(table.repeats, table.createdAt).where(sql`repeats is not null`),
    // `resting` is the last column, so that a status beside another filter is checked in the index alone.
    index('packets_source').on(table.sourceKey, table.rank, table.createdAt, table.id, table.resting),
    index('packets_destination').on(
      table.destinationKey,
      table.rank,
      table.createdAt,
      table.id,
      table.resting,
    ),
    index('packets_failed_over')
      .on(table.rank, table.createdAt, table.id, table.resting)
      .where(sql`failed_over`),
    index('packets_created').on(table.createdAt, table.id, table.resting),
    index('packets_contents').on(table.endedAt).where(sql`contents is not null and closed_at is not null`),
    // One index per flag, in the list's order. With a GIN index, each page would read and sort all packets with the
    // flag.
    ...storedFlags.map((flag) =>
      index(`packets_${flag}`).on(table.rank, table.createdAt, table.id, table.resting).where(hasFlag(flag)),
    ),
    index('packets_owner').on(table.owner),
    index('packets_run').on(table.runId).where(sql`run_id is not null`),
    index('packets_unclaimed').on(table.offeredAt).where(sql`claimed_at is null and closed_at is null`),
    index('packets_cancel_untold').on(table.cancelAskedAt).where(sql`cancel_untold and closed_at is null`),
    index('packets_settling').on(table.settlingUntil).where(sql`settling_until is not null`),
    check('packets_status_known', oneOf('status', packetStatuses)),
  ],
)

/** Queues of ordering keys that an operator holds. */
export const queueHolds = pgTable('queue_holds', {
  orderingKey: words().primaryKey(),
  /** The operator's words. */
  reason: text().notNull(),
  heldAt: moment().notNull(),
})

/** An uploaded file whose rows are packets. Rows that cannot be packets are in `batch_faults`. */
export const batches = pgTable(
  'batches',
  {
    id: words().primaryKey(),
    /** The name of the file; null if its sender gave none. */
    name: text(),
    options: jsonb().$type<BatchOptions>().notNull(),
    state: text().$type<BatchState>().notNull(),
    /** How often its state has changed, and the last change that its workflow was told. */
    changes: integer().notNull().default(0),
    told: integer().notNull().default(0),
    /** Why the upload stopped early, in words; null while it goes on and once it is complete. */
    trouble: text(),
    /** The operator's words. */
    stopReason: text(),
    /** The batch whose undelivered packets this one sends again. */
    repeats: words(),
    createdAt: moment().notNull(),
    uploadedAt: moment(),
    endedAt: moment(),
    /** The number of packets in each status when the batch ended. Later corrections are only in the packets. */
    counts: jsonb().$type<Readonly<Partial<Record<PacketStatus, number>>>>(),
  },
  (table) => [
    index('batches_list').on(table.createdAt, table.id),
    index('batches_untold').on(table.id).where(sql`told < changes`),
    check('batches_state_known', oneOf('state', batchStates)),
  ],
)

/** The faults of a row, which can be several. */
export const batchFaults = pgTable(
  'batch_faults',
  {
    batchId: words()
      .notNull()
      .references(() => batches.id, { onDelete: 'cascade' }),
    line: integer().notNull(),
    number: integer().notNull(),
    field: text(),
    code: text().$type<RowFaultCode>().notNull(),
    reason: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.line, table.number] })],
)

/** One action on many packets, which are its items. */
export const bulkActions = pgTable(
  'bulk_actions',
  {
    id: words().primaryKey(),
    action: text().$type<BulkKind>().notNull(),
    /** Null if its packets were given by their ids, or are those that another bulk action created. */
    filter: jsonb().$type<BulkFilter>(),
    /** The operator's words. */
    reason: text().notNull(),
    /** The name that the operator gave. */
    who: text(),
    perSecond: integer().notNull(),
    /** Also send packets again that may have been delivered. */
    evenIfDelivered: boolean().notNull().default(false),
    /** The bulk action that this one undoes, by canceling the packets which that one created. */
    undoes: words(),
    /** SHA-256 of the request, in hexadecimal. */
    fingerprint: text().notNull(),
    /** The number of its items. */
    count: integer().notNull(),
    /** Packets to which it did not apply when it was confirmed, by reason. */
    leftOut: jsonb().$type<{ code: BulkItemCode; count: number }[]>().notNull(),
    state: text().$type<BulkState>().notNull(),
    /** How often its state has changed, and the last change that its workflow was told. */
    changes: integer().notNull().default(1),
    told: integer().notNull().default(0),
    /** The operator's words. */
    stopReason: text(),
    createdAt: moment().notNull(),
    endedAt: moment(),
  },
  (table) => [
    index('bulk_actions_list').on(table.createdAt, table.id),
    index('bulk_actions_untold').on(table.id).where(sql`told < changes`),
    index('bulk_actions_undoes').on(table.undoes).where(sql`undoes is not null`),
    check('bulk_actions_action_known', oneOf('action', bulkKinds)),
    check('bulk_actions_state_known', oneOf('state', bulkStates)),
  ],
)

/** A packet of a bulk action, with its result. It is kept when the packet is deleted. */
export const bulkItems = pgTable(
  'bulk_items',
  {
    bulkId: words()
      .notNull()
      .references(() => bulkActions.id, { onDelete: 'cascade' }),
    /** Counts from 1. */
    number: integer().notNull(),
    packetId: words().notNull(),
    result: text().$type<BulkResult>().notNull().default('WAITING'),
    code: text().$type<BulkItemCode>(),
    /** A sentence that explains the code. */
    detail: text(),
    /** When it got this result. */
    at: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.bulkId, table.number] }),
    index('bulk_items_result').on(table.bulkId, table.result, table.number),
    index('bulk_items_packet').on(table.packetId),
    index('bulk_items_asked').on(table.packetId).where(sql`result = 'ASKED'`),
    check('bulk_items_result_known', oneOf('result', bulkResults)),
  ],
)

/** Submissions that repeat. Temporal's schedules hold the times, this table the content. */
export const recurrences = pgTable(
  'recurrences',
  {
    id: words().primaryKey(),
    name: text().notNull(),
    submission: jsonb().$type<RecurringSubmission>().notNull(),
    timing: jsonb().$type<Timing>().notNull(),
    paused: boolean().notNull().default(false),
    /** Marked for deletion; the row is deleted once its schedule is. */
    deleted: boolean().notNull().default(false),
    /** The schedule in Temporal may not match this row yet. */
    untold: boolean().notNull().default(true),
    /** Grows with every change. */
    version: integer().notNull().default(1),
    createdAt: moment().notNull(),
  },
  (table) => [index('recurrences_untold').on(table.id).where(sql`untold`)],
)

/** Filters of the list of packets, saved for all operators. */
export const views = pgTable(
  'views',
  {
    id: words().primaryKey(),
    name: text().notNull(),
    filter: jsonb().$type<PacketFilter>().notNull(),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull(),
    /** The view alerts when it holds at least this many packets; null if it never alerts. */
    alertAtLeast: integer(),
    /** Since when the view alerts; null while it does not. */
    alertingSince: moment(),
    /** While the view alerts: when it was last found to hold enough packets. */
    alertHeldAt: moment(),
    /**
     * When the view is counted next. A worker that takes it moves this time ahead, and a change of the view sets it
     * anew. A result is written only if the time is still the one that the worker set.
     */
    alertLookAt: moment(),
  },
  (table) => [uniqueIndex('views_name').on(table.name)],
)

/** The searchable text of a packet: its id and addresses in the form of `packetText`, and providers' references. */
export const packetWords = pgTable(
  'packet_words',
  {
    packetId: words()
      .primaryKey()
      .references(() => packets.id, { onDelete: 'cascade' }),
    words: words().notNull(),
  },
  (table) => [index('packet_words_parts').using('gin', sql`${table.words} gin_trgm_ops`)],
)

/**
 * The progress of hand-overs. A hand-over that has begun without an answer may have been sent; one with an answer is
 * not sent again.
 */
export const handOvers = pgTable(
  'hand_overs',
  {
    packetId: words()
      .notNull()
      .references(() => packets.id, { onDelete: 'cascade' }),
    attempt: integer().notNull(),
    provider: text().notNull(),
    /** By the database's clock. */
    begunAt: moment(),
    /** Until then the hand-over counts against its provider's limit of concurrent ones. */
    leasedUntil: moment(),
    answer: jsonb().$type<HandedOver>(),
  },
  (table) => [
    primaryKey({ columns: [table.packetId, table.attempt, table.provider] }),
    index('hand_overs_leased').on(table.provider).where(sql`leased_until is not null`),
  ],
)

/** When the next hand-over to a provider with a rate limit may be sent, by the database's clock. */
export const providerTurns = pgTable('provider_turns', {
  provider: text().primaryKey(),
  nextAt: timestamp({ withTimezone: true }).notNull(),
})

/** The attempts of ended packets: their provider, and what they say about it. */
export const attempts = pgTable(
  'attempts',
  {
    packetId: words()
      .notNull()
      .references(() => packets.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    provider: text().notNull(),
    /** Null if the attempt says nothing about its provider. */
    kind: text().$type<AttemptKind>(),
    late: boolean().notNull(),
    doubled: boolean().notNull(),
    /** The result of its receipt, its time in milliseconds and the bucket of that time; null without a receipt. */
    receiptDelivered: boolean(),
    receiptMs: bigint({ mode: 'number' }),
    receiptBucket: integer(),
    /** Another attempt followed. */
    followed: boolean().notNull(),
    /** When the packet ended. */
    endedAt: moment().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.packetId, table.number] }),
    index('attempts_provider').on(table.provider, table.endedAt, table.packetId),
    index('attempts_followed').on(table.provider, table.endedAt, table.packetId).where(sql`followed`),
    check('attempts_kind_known', oneOf('kind', attemptKinds)),
  ],
)

/**
 * Sums of ended packets in rows that can be added. Triggers add a row for each change of `packets` and `attempts`. So
 * the sums stay exact through repetitions, corrections and deletions, and writers never wait for each other.
 * `mergeSums` merges rows by the minute, and older ones by the hour and the day.
 */
const summed = {
  span: text().$type<SumSpan>().notNull().default('added'),
  /** The start of the span of time that the row counts. */
  at: moment().notNull(),
  /** Negative if the row takes back earlier ones. */
  count: bigint({ mode: 'number' }).notNull(),
}

export const packetSums = pgTable(
  'packet_sums',
  {
    ...summed,
    status: text().$type<EndStatus>().notNull(),
    /** More than one provider was tried. */
    failedOver: boolean().notNull(),
    /** The first attempt delivered it. */
    byFirst: boolean().notNull(),
  },
  (table) => [
    index('packet_sums_span').on(table.span, table.at),
    check('packet_sums_span_known', oneOf('span', sumSpans)),
  ],
)

export const attemptSums = pgTable(
  'attempt_sums',
  {
    ...summed,
    provider: text().notNull(),
    kind: text().$type<AttemptKind>().notNull(),
    late: boolean().notNull(),
    doubled: boolean().notNull(),
    receiptDelivered: boolean(),
    receiptBucket: integer(),
  },
  (table) => [
    index('attempt_sums_span').on(table.span, table.at),
    check('attempt_sums_span_known', oneOf('span', sumSpans)),
  ],
)

/**
 * Sums of refused receipts. Web processes add their counts every few seconds, so counts since then are lost if a
 * process is killed.
 */
export const refusedSums = pgTable(
  'refused_sums',
  {
    ...summed,
    reason: text().$type<RefusalReason>().notNull(),
    /** The provider in the token; null if the token was not ours. */
    provider: text(),
  },
  (table) => [
    index('refused_sums_span').on(table.span, table.at),
    check('refused_sums_span_known', oneOf('span', sumSpans)),
  ],
)

/**
 * All genuine receipts, whatever their result. Only a `CONTRADICTION` may have the same `webhook-id` as another
 * receipt.
 */
export const receipts = pgTable(
  'receipts',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    provider: text().notNull(),
    webhookId: words().notNull(),
    packetId: words().notNull(),
    attempt: integer().notNull(),
    delivered: boolean().notNull(),
    /** The carrier's own words. */
    reason: text(),
    providerReference: text(),
    digest: text().notNull(),
    excerpt: text().notNull(),
    key: text().notNull(),
    keyAge: text().$type<KeyAge>().notNull(),
    receivedAt: moment().notNull(),
    result: text().$type<ReceiptResult>().notNull(),
    /** Why no packet took it. */
    keptReason: text().$type<KeptReason>(),
    /** The packet's workflow must still be told of it. */
    untold: boolean().notNull(),
    storedAt: moment().notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('receipts_once')
      .on(table.provider, table.webhookId)
      .where(sql`kept_reason is distinct from 'CONTRADICTION'`),
    uniqueIndex('receipts_contradiction')
      .on(table.provider, table.webhookId, table.digest)
      .where(sql`kept_reason = 'CONTRADICTION'`),
    index('receipts_attempt').on(table.packetId, table.attempt),
    index('receipts_reference').on(table.providerReference).where(sql`provider_reference is not null`),
    index('receipts_untold').on(table.storedAt).where(sql`untold`),
    index('receipts_kept').on(table.receivedAt, table.id).where(sql`kept_reason is not null`),
  ],
)

/** Receipts that came in time or late, without repetitions and kept ones. */
export const areForLedgers = inArray(receipts.result, ['recorded', 'late'])

/**
 * Since when each web process could take receipts without a break. All times and queries use the database's clock,
 * because the clocks of several machines may differ.
 */
export const intakes = pgTable('intakes', {
  process: text().primaryKey(),
  /** Its process id and machine, for people. */
  name: text().notNull(),
  upSince: moment().notNull(),
  seenAt: moment().notNull(),
})

/** What each worker process last reported about itself. */
export const workers = pgTable('workers', {
  /** The worker's identity in Temporal. */
  identity: words().primaryKey(),
  /** By the database's clock. */
  seenAt: moment().notNull(),
  /** Milliseconds since it last read the provider directory; null if it has not yet. */
  directoryAgeMs: integer(),
  /** How far its clock is ahead of the database's, and the uncertainty of that. */
  clockAheadMs: doublePrecision().notNull(),
  clockWithinMs: doublePrecision().notNull(),
})

/** The self-tests of the last day. */
export const selfTests = pgTable(
  'self_tests',
  {
    /** The id of the workflow's run, or a generated one if Temporal did not start a run. */
    id: text().primaryKey(),
    workflowId: text().notNull(),
    startedAt: moment().notNull(),
    endedAt: moment(),
    facts: jsonb().$type<SelfTestFacts>().notNull(),
  },
  (table) => [index('self_tests_started').on(table.startedAt)],
)

/**
 * The provider directory in a single row, which exists from the first change on. `changes` in its state is its version.
 */
export const directory = pgTable(
  'directory',
  {
    id: integer().primaryKey().default(1),
    state: jsonb().$type<DirectoryState>().notNull(),
  },
  () => [check('directory_one', sql`id = 1`)],
)

/** The log of changes of the directory, by operators and by the product itself. */
export const directoryChanges = pgTable('directory_changes', {
  /** The order in which changes took effect. */
  number: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  /** Given by the caller, so that a repeated change takes effect once. */
  id: uuid().notNull().unique(),
  at: moment().notNull(),
  provider: text(),
  kind: text().$type<Change['do']>().notNull(),
  /** The name that the operator gave. */
  who: text(),
  reason: text().notNull(),
  change: jsonb().$type<Change>().notNull(),
})

/**
 * What operators did. A trigger allows only one change of an entry, which sets its result, and only retention may
 * delete entries.
 */
export const audit = pgTable(
  'audit',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment().notNull(),
    /** The name that the operator gave. */
    who: words(),
    action: words().$type<AuditAction>().notNull(),
    kind: words().$type<AuditKind>().generatedAlwaysAs(sql`split_part(action, '.', 1)`).notNull(),
    /** Null if there is only one object of this kind. */
    subject: words(),
    /** The name that a view had when the action was asked for; null for other kinds. */
    subjectName: words(),
    reason: text(),
    parameters: jsonb().$type<Readonly<Record<string, unknown>>>(),
    via: text().$type<AuditWay>().notNull(),
    address: text(),
    forwardedFor: text(),

    result: words().$type<AuditResult>().notNull().default('UNKNOWN'),
    /** The id of what the action created. */
    made: words(),
    code: text().$type<ProblemCode>(),
    detail: text(),
    endedAt: moment(),
  },
  (table) => [
    index('audit_list').on(table.at, table.id),
    index('audit_who').on(table.who, table.at, table.id).where(sql`who is not null`),
    index('audit_action').on(table.action, table.at, table.id),
    index('audit_kind').on(table.kind, table.at, table.id),
    index('audit_subject').on(table.subject, table.at, table.id).where(sql`subject is not null`),
    index('audit_subject_name')
      .on(table.subjectName, table.at, table.id)
      .where(sql`subject_name is not null`),
    index('audit_made').on(table.made, table.at, table.id).where(sql`made is not null`),
    index('audit_result').on(table.result, table.at, table.id),
    index('audit_via').on(table.via, table.at, table.id),
    check('audit_via_known', oneOf('via', auditWays)),
    check('audit_result_known', oneOf('result', auditResults)),
  ],
)

/** The identity of this store and its mark. Temporal knows both, so that an older copy or another store is noticed. */
export const installation = pgTable(
  'installation',
  {
    single: boolean().primaryKey().default(true),
    id: text().notNull().default(sql`gen_random_uuid()::text`),
    highWater: bigint({ mode: 'number' }).notNull().default(0),
    raisedAt: moment().notNull().defaultNow(),
  },
  () => [check('installation_single', sql`single`)],
)

/** Receivers of notifications about packets and batches, or about alerts of views. */
export const receivers = pgTable(
  'receivers',
  {
    id: text().primaryKey(),
    kind: text().$type<ReceiverKind>().notNull(),
    /** For a host: scheme, name and port. */
    url: text().notNull(),
    /** For a subscription: what it is notified of. A host is notified of packets. */
    topic: text().$type<ReceiverTopic>().notNull().default('packets'),
    /** For a subscription to packets: the source of the packets; null means every source. */
    source: words(),
    /** For a subscription: its signing secret. Notifications to hosts are signed with the installation's own secret. */
    secret: text(),
    createdAt: moment().notNull(),
    lastToldAt: moment(),
    /** Since when every try has failed, and the reason of the last failure. */
    failingSince: moment(),
    lastFailure: text(),
    /** Nothing is sent to the receiver from then on. */
    disabledAt: moment(),
    disabledReason: text(),
    /** For a subscription, which is also disabled then. The row is kept as long as its notifications are. */
    deletedAt: moment(),
  },
  (table) => [
    index('receivers_source').on(table.source).where(sql`kind = 'subscription' and deleted_at is null`),
    check('receivers_kind_known', oneOf('kind', receiverKinds)),
    check('receivers_topic_known', oneOf('topic', receiverTopics)),
  ],
)

/** A packet at the time of an event, with the parameters that `toPacket` needs. */
export interface PacketFacts extends Precedence {
  id: string
  source: string
  destination: string
  workflowId: string
  runId: string | null
  createdAt: number
  duplicates: Readonly<Record<string, number>>
  ledger: Ledger
}

/** The content of a notification. */
export type NotificationFacts =
  | { packet: PacketFacts }
  | { batch: { id: string } & Record<string, unknown> }
  | { view: AlertingView }

/**
 * Events on their way to receivers. Those of packets are written in the statement that stores the event, once per event
 * and receiver even if it is repeated. So none is lost and none is invented. Times come from the writing processes.
 */
export const notifications = pgTable(
  'notifications',
  {
    /** The `webhook-id`. */
    id: uuid().primaryKey().defaultRandom(),
    /** Notifications of one packet are sent in this order. */
    number: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    receiverId: text()
      .notNull()
      .references(() => receivers.id, { onDelete: 'cascade' }),
    /** Null for a batch or a view. */
    packetId: words().references(() => packets.id, { onDelete: 'cascade' }),
    batchId: words(),
    type: text().$type<EventType>().notNull(),
    url: text().notNull(),
    facts: jsonb().$type<NotificationFacts>().notNull(),
    /** When the event happened. */
    at: moment().notNull(),
    state: text().$type<NotificationState>().notNull().default('WAITING'),
    nextTryAt: moment().notNull(),
    /** Set by the first try, and by the first try after it was sent again by hand. */
    retryUntil: moment(),
    /** Failures in a row. */
    failures: integer().notNull().default(0),
    tries: jsonb().$type<NotificationTry[]>().notNull().default([]),
    /** When the receiver's workflow is asked to look at it. The workflow itself knows when the next try is due. */
    lookAt: moment().notNull(),
  },
  (table) => [
    uniqueIndex('notifications_packet').on(table.packetId, table.receiverId, table.type),
    uniqueIndex('notifications_batch')
      .on(table.batchId, table.receiverId, table.type)
      .where(sql`batch_id is not null`),
    index('notifications_receiver').on(table.receiverId, table.state, table.nextTryAt, table.number),
    index('notifications_look').on(table.lookAt).where(sql`state = 'WAITING'`),
    check('notifications_type_known', oneOf('type', eventTypes)),
    check('notifications_state_known', oneOf('state', notificationStates)),
  ],
)

/** Consumers of a message broker with their last reports. Times are of the database's clock. */
export const brokerConsumers = pgTable('broker_consumers', {
  id: uuid().primaryKey(),
  report: jsonb().$type<ConsumerReport>().notNull(),
  seenAt: moment().notNull(),
})

/** While the row exists, the trigger `note_ending` records endings of packets. */
export const endingsFeed = pgTable(
  'endings_feed',
  {
    single: boolean().primaryKey().default(true),
    since: moment().notNull().defaultNow(),
  },
  () => [check('endings_feed_single', sql`single`)],
)

/** Packets that have ended, or whose ending has changed, and that have not been sent to a topic yet. */
export const untoldEndings = pgTable(
  'untold_endings',
  {
    number: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    packetId: words()
      .notNull()
      .references(() => packets.id, { onDelete: 'cascade' }),
  },
  (table) => [index('untold_endings_packet').on(table.packetId)],
)

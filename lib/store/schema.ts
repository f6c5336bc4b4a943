/** The tables. Times of the domain are given by those who write; `now()` is for operations only. */
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

/** Compared byte by byte, so that an index serves prefixes whatever the database's locale is. */
const words = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' })
const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => 'bytea' })
/** Milliseconds are exact, so that a cursor made of a time finds its row again. */
const moment = () => timestamp({ precision: 3, withTimezone: true })

/** `stuck` is known to Temporal alone, and `settling` goes by the time. */
type StoredFlag = Exclude<PacketFlag, 'stuck' | 'settling'>
const storedFlags = [
  'late',
  'doubled',
  'risk',
  'grace',
  'contradicted',
  'waiting',
] as const satisfies StoredFlag[]

/** `added` is one change, not merged yet. */
export const sumSpans = ['added', 'minute', 'hour', 'day'] as const
export type SumSpan = (typeof sumSpans)[number]

function oneOf(column: string, values: readonly string[]) {
  return sql.raw(`${column} in (${values.map((value) => `'${value}'`).join(', ')})`)
}

/** As the indexes say it, so that the planner knows it again. */
export function hasFlag(flag: StoredFlag): SQL {
  return sql.raw(`flags @> '{${flag}}'`)
}

/** The order in which packets with ordering keys were accepted. */
export const queueNumbers = pgSequence('queue_numbers')

const hasNotBegun = sql.raw(`status in ('SCHEDULED', 'QUEUED')`)

/** It has ended, its workflow has not let go of it, and nothing with its ordering key may begin yet. */
export const isClosing = sql.raw('ordering_key is not null and ended_at is not null and closed_at is null')

/** It was not delivered, and nothing with its ordering key may follow it until an operator lets it. */
export const holdsQueue = sql.raw(
  `hold_on_failure and released_at is null and resting in ('NO_ROUTE', 'EXHAUSTED', 'EXPIRED', 'FAILED') and ordering_key is not null`,
)

/**
 * A packet as it was accepted, who delivers it, and how far that has come. `ledger` is the whole state; the columns
 * beside it are what is filtered and sorted by. From its claim to its end nothing but `flags` changes that is in an
 * index: such an update is several times cheaper.
 */
export const packets = pgTable(
  'packets',
  {
    id: words().primaryKey(),
    source: words().notNull(),
    destination: words().notNull(),
    /** What all writings of them have in common. */
    sourceKey: words().notNull(),
    destinationKey: words().notNull(),
    /** Null once they were erased, and where the store was restored without them. */
    contents: bytes(),
    contentsErasedAt: moment(),
    /** The operator's words; null where their time was over. */
    eraseReason: text(),
    contentType: text().notNull(),
    contentBytes: integer().notNull(),
    maxAttempts: integer().notNull(),
    receiptTimeoutMs: integer(),
    expiresAt: moment(),
    /** Its delivery is due then; null where it began at once. */
    dueAt: moment(),
    /** The batch it came with, and its line in the file. */
    batchId: words().references((): AnyPgColumn => batches.id),
    batchLine: integer(),
    /** The packet that is sent again with this one; null where it is none. */
    repeats: words(),
    /** Who submitted it wants to be told there. */
    notifyUrl: text(),
    /** One of those with the same key is under way at a time. */
    orderingKey: words(),
    /** Its place among them; null without a key. */
    queueNumber: bigint({ mode: 'number' }),
    /** Where it ends undelivered, no other one begins until an operator releases them. */
    holdOnFailure: boolean().notNull().default(false),
    /** An operator did so. */
    releasedAt: moment(),
    priority: smallint().notNull().default(defaultPriority),
    /** Null where it is the source. */
    fairnessKey: words(),
    /** SHA-256 of the idempotency key, and of the submission that came with it. */
    keyHash: text(),
    fingerprint: text(),
    createdAt: moment().notNull(),
    /** Of the request that it came with, as `traceparent`; null where nothing is traced. */
    trace: text(),

    /** The workflow that may deliver it. Another one gets it under the next epoch only. */
    owner: words().notNull(),
    epoch: integer().notNull().default(1),
    /**
     * When its workflow was last asked to start, by the database's clock; ahead of it while one that runs is waited
     * for. Before its delivery begins: when it is due, which is never for one that its batch or queue gives its turn.
     */
    offeredAt: moment().notNull().defaultNow(),
    /** The owner has it; null while it only waits for it. */
    claimedAt: moment(),
    runId: text(),

    /** An operator wants it canceled. Nothing of it is handed over from then on. */
    cancelAskedAt: moment(),
    /** Who does, and why. */
    cancelBy: jsonb().$type<Operator>(),
    /** Its workflow is to hear of that, and has not yet. */
    cancelUntold: boolean().notNull().default(false),

    /** Of the owner's writes: an older one never replaces a newer one. */
    version: bigint({ mode: 'number' }).notNull().default(0),
    /** By the ledger. A state that has taken fewer never replaces it either. */
    receiptsTaken: integer().notNull().default(0),
    status: text().$type<PacketStatus>().notNull(),
    ledger: jsonb().$type<Ledger>().notNull(),
    updatedAt: moment().notNull(),
    endedAt: moment(),
    /** Its owner has let go of it. What comes later is applied here. */
    closedAt: moment(),
    settlingUntil: moment(),
    currentProvider: text(),
    /** All that were tried. */
    providers: text().array().notNull().default(sql`'{}'`),
    flags: text().array().notNull().default(sql`'{}'`),
    /** Receipts that said nothing new, by the number of their attempt. */
    duplicates: jsonb().$type<Readonly<Record<string, number>>>().notNull().default({}),
    /** Lists begin with what is in flight. What has not begun follows by when it was submitted. */
    rank: moment()
      .generatedAlwaysAs(
        sql`coalesce(ended_at, case when ${hasNotBegun} then created_at else 'infinity'::timestamptz end)`,
      )
      .notNull(),
    /** Its status while it is not in flight. */
    resting: text()
      .$type<Exclude<PacketStatus, InFlightStatus>>()
      .generatedAlwaysAs(sql`case when ended_at is not null or ${hasNotBegun} then status end`),
    /** It has ended, and more than one provider was tried. */
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
    // Of each ordering key: who may begin next, the one that is under way, those that nothing may follow, or not yet.
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
    // With `resting` at their end, so that a status beside another filter is told without the rows themselves.
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
    // One for each, in the list's order: of a GIN index all that have the flag would be read and sorted for each page.
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

/** Queues of ordering keys in which an operator lets nothing begin. */
export const queueHolds = pgTable('queue_holds', {
  orderingKey: words().primaryKey(),
  /** The operator's words. */
  reason: text().notNull(),
  heldAt: moment().notNull(),
})

/** An uploaded file, whose rows are packets. Those that are no packets are its faults. */
export const batches = pgTable(
  'batches',
  {
    id: words().primaryKey(),
    /** Of the file; null where its sender gave none. */
    name: text(),
    options: jsonb().$type<BatchOptions>().notNull(),
    state: text().$type<BatchState>().notNull(),
    /** How often its state has changed, and up to which change its workflow was told. */
    changes: integer().notNull().default(0),
    told: integer().notNull().default(0),
    /** Why the upload stopped before its end, in words; null while it goes on and once it is whole. */
    trouble: text(),
    /** The operator's words. */
    stopReason: text(),
    /** The batch whose packets that were not delivered are sent again with this one. */
    repeats: words(),
    createdAt: moment().notNull(),
    uploadedAt: moment(),
    endedAt: moment(),
    /** Packets in each status when it ended; what was corrected since is in the packets. */
    counts: jsonb().$type<Readonly<Partial<Record<PacketStatus, number>>>>(),
  },
  (table) => [
    index('batches_list').on(table.createdAt, table.id),
    index('batches_untold').on(table.id).where(sql`told < changes`),
    check('batches_state_known', oneOf('state', batchStates)),
  ],
)

/** What is wrong with a row; one has several where several fields are at fault. */
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

/** One thing that is done with many packets. Its packets are its items. */
export const bulkActions = pgTable(
  'bulk_actions',
  {
    id: words().primaryKey(),
    action: text().$type<BulkKind>().notNull(),
    /** Null where its packets were named one by one, or are those that another one made. */
    filter: jsonb().$type<BulkFilter>(),
    /** The operator's words. */
    reason: text().notNull(),
    /** Who says that they do it. */
    who: text(),
    perSecond: integer().notNull(),
    /** Also packets that may have been delivered are sent again. */
    evenIfDelivered: boolean().notNull().default(false),
    /** The bulk action whose new packets are canceled with this one. */
    undoes: words(),
    /** SHA-256 of the request that it came with; hexadecimal. */
    fingerprint: text().notNull(),
    /** How many items it has. */
    count: integer().notNull(),
    /** Packets that it did not apply to when it was confirmed, by why. */
    leftOut: jsonb().$type<{ code: BulkItemCode; count: number }[]>().notNull(),
    state: text().$type<BulkState>().notNull(),
    /** How often its state has changed, and up to which change its workflow was told. */
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

/** A packet of a bulk action, and what became of it. It outlives its packet. */
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
    /** A sentence beside the code. */
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

/** Submissions that are repeated. When, Temporal's schedules tell; what they are made of stands here. */
export const recurrences = pgTable(
  'recurrences',
  {
    id: words().primaryKey(),
    name: text().notNull(),
    submission: jsonb().$type<RecurringSubmission>().notNull(),
    timing: jsonb().$type<Timing>().notNull(),
    paused: boolean().notNull().default(false),
    /** It is deleted once its schedule is. */
    deleted: boolean().notNull().default(false),
    /** Its schedule in Temporal is to be as this row says, and may not be. */
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
    /** It alerts when it holds so many packets; null where it never does. */
    alertAtLeast: integer(),
    /** It alerts since then; null while it does not. */
    alertingSince: moment(),
    /** While it alerts: when it was last found to hold so many. */
    alertHeldAt: moment(),
    /**
     * It is counted then. A worker that takes it for a count puts this off, and a change sets it anew: a count is written
     * only while it is as that worker has set it.
     */
    alertLookAt: moment(),
  },
  (table) => [uniqueIndex('views_name').on(table.name)],
)

/** What is searched inside: a packet's id and its addresses, as `packetText` writes them. */
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
 * How far the hand-overs of packets have come. One that is begun and has no answer may have been sent; one that has an
 * answer is not sent again.
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
    /** Until then it counts among those that its provider has at once. */
    leasedUntil: moment(),
    answer: jsonb().$type<HandedOver>(),
  },
  (table) => [
    primaryKey({ columns: [table.packetId, table.attempt, table.provider] }),
    index('hand_overs_leased').on(table.provider).where(sql`leased_until is not null`),
  ],
)

/** When the next hand-over to a provider with a limit per second may be sent, by the database's clock. */
export const providerTurns = pgTable('provider_turns', {
  provider: text().primaryKey(),
  nextAt: timestamp({ withTimezone: true }).notNull(),
})

/** The attempts of ended packets: which provider had which packet, and what that says of the provider. */
export const attempts = pgTable(
  'attempts',
  {
    packetId: words()
      .notNull()
      .references(() => packets.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    provider: text().notNull(),
    /** Null where it says nothing of its provider. */
    kind: text().$type<AttemptKind>(),
    late: boolean().notNull(),
    doubled: boolean().notNull(),
    /** What its receipt said, how long that took, and the bucket of that time; null without one. */
    receiptDelivered: boolean(),
    receiptMs: bigint({ mode: 'number' }),
    receiptBucket: integer(),
    /** Another one came after it. */
    followed: boolean().notNull(),
    /** When its packet ended. */
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
 * Sums of what has ended, in rows that add up. Triggers add a row for each change of `packets` and `attempts`, so that
 * the sums are exact whatever is written, repeated, corrected or deleted, and writers never wait for each other.
 * `mergeSums` puts rows together, by the minute at first, by the hour and the day as they grow old.
 */
const summed = {
  span: text().$type<SumSpan>().notNull().default('added'),
  /** When the span began in which what it counts happened. */
  at: moment().notNull(),
  /** Less than 0 where rows are taken back. */
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
 * Receipts that were refused. Web processes add what they have counted every few seconds, so that what one had counted
 * since is missing when it is killed.
 */
export const refusedSums = pgTable(
  'refused_sums',
  {
    ...summed,
    reason: text().$type<RefusalReason>().notNull(),
    /** Whose token it had; null where it had none of ours. */
    provider: text(),
  },
  (table) => [
    index('refused_sums_span').on(table.span, table.at),
    check('refused_sums_span_known', oneOf('span', sumSpans)),
  ],
)

/**
 * Receipts that were genuine, whatever became of them. `CONTRADICTION` alone may stand beside another receipt with the
 * same `webhook-id`.
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
    /** Its packet's workflow is to hear of it, and has not yet. */
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

/** The receipts that came in time or late, and neither repeat another one nor were kept apart. */
export const areForLedgers = inArray(receipts.result, ['recorded', 'late'])

/**
 * Since when each web process could take receipts all the time. By the database's clock, as are the questions about
 * it: clocks of several machines need not agree.
 */
export const intakes = pgTable('intakes', {
  process: text().primaryKey(),
  /** Its process id and machine, for people. */
  name: text().notNull(),
  upSince: moment().notNull(),
  seenAt: moment().notNull(),
})

/** What each worker process says of itself every few seconds. */
export const workers = pgTable('workers', {
  /** As Temporal knows it. */
  identity: words().primaryKey(),
  /** By the database's clock. */
  seenAt: moment().notNull(),
  /** Since it last read the provider directory; null while it has not. */
  directoryAgeMs: integer(),
  /** How far its clock is ahead of the database's, and how exactly that is known. */
  clockAheadMs: doublePrecision().notNull(),
  clockWithinMs: doublePrecision().notNull(),
})

/** The self-tests of the last day. */
export const selfTests = pgTable(
  'self_tests',
  {
    /** Of the workflow's run, or made up for one that Temporal did not start. */
    id: text().primaryKey(),
    workflowId: text().notNull(),
    startedAt: moment().notNull(),
    endedAt: moment(),
    facts: jsonb().$type<SelfTestFacts>().notNull(),
  },
  (table) => [index('self_tests_started').on(table.startedAt)],
)

/** The provider directory: one row, which is there from the first change on. `changes` in its state is its version. */
export const directory = pgTable(
  'directory',
  {
    id: integer().primaryKey().default(1),
    state: jsonb().$type<DirectoryState>().notNull(),
  },
  () => [check('directory_one', sql`id = 1`)],
)

/** What operators changed of the directory, and what was found out without them. */
export const directoryChanges = pgTable('directory_changes', {
  /** In the order in which they took effect. */
  number: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  /** Given by the caller, so that it takes effect once. */
  id: uuid().notNull().unique(),
  at: moment().notNull(),
  provider: text(),
  kind: text().$type<Change['do']>().notNull(),
  /** Who says that they did it. */
  who: text(),
  reason: text().notNull(),
  change: jsonb().$type<Change>().notNull(),
})

/**
 * What operators did. A trigger refuses every change of an entry but that of its result, once, and every deletion but that
 * of retention.
 */
export const audit = pgTable(
  'audit',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment().notNull(),
    /** Who says that they did it. */
    who: words(),
    action: words().$type<AuditAction>().notNull(),
    kind: words().$type<AuditKind>().generatedAlwaysAs(sql`split_part(action, '.', 1)`).notNull(),
    /** Null where there is only one of the kind. */
    subject: words(),
    reason: text(),
    parameters: jsonb().$type<Readonly<Record<string, unknown>>>(),
    via: text().$type<AuditWay>().notNull(),
    address: text(),
    forwardedFor: text(),

    result: words().$type<AuditResult>().notNull().default('UNKNOWN'),
    /** Id of what came of it. */
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
    index('audit_made').on(table.made, table.at, table.id).where(sql`made is not null`),
    index('audit_result').on(table.result, table.at, table.id),
    check('audit_via_known', oneOf('via', auditWays)),
    check('audit_result_known', oneOf('result', auditResults)),
  ],
)

/** What tells this store from another one, and how far it has come: Temporal knows both, so that an older copy is noticed. */
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

/** Who is told what became of packets and batches, or which views alert. */
export const receivers = pgTable(
  'receivers',
  {
    id: text().primaryKey(),
    kind: text().$type<ReceiverKind>().notNull(),
    /** Of a host: scheme, name and port. */
    url: text().notNull(),
    /** Of a subscription: what it is told of. A host is told of packets. */
    topic: text().$type<ReceiverTopic>().notNull().default('packets'),
    /** Of a subscription to packets: whose it is told of; null for those of every source. */
    source: words(),
    /** Of a subscription: what signs. What goes to a host is signed with the installation's own secret. */
    secret: text(),
    createdAt: moment().notNull(),
    lastToldAt: moment(),
    /** Since then every try has failed, the last one for this reason. */
    failingSince: moment(),
    lastFailure: text(),
    /** Nothing is sent to it from then on. */
    disabledAt: moment(),
    disabledReason: text(),
    /** Of a subscription, which is disabled by that; it is kept for as long as what it was told is. */
    deletedAt: moment(),
  },
  (table) => [
    index('receivers_source').on(table.source).where(sql`kind = 'subscription' and deleted_at is null`),
    check('receivers_kind_known', oneOf('kind', receiverKinds)),
    check('receivers_topic_known', oneOf('topic', receiverTopics)),
  ],
)

/** A packet as it was when something happened to it: what `toPacket` needs, in the names of its parameters. */
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

/** What a notification tells; `id` is that of the batch. */
export type NotificationFacts =
  | { packet: PacketFacts }
  | { batch: { id: string } & Record<string, unknown> }
  | { view: AlertingView }

/**
 * Events on their way to receivers. Those of packets are written in the statement that stores what has happened, one for
 * each event and receiver however often that is repeated, so that none is lost and none made up. Times are given by
 * those who write.
 */
export const notifications = pgTable(
  'notifications',
  {
    /** The `webhook-id`. */
    id: uuid().primaryKey().defaultRandom(),
    /** Those of one packet are sent in this order. */
    number: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    receiverId: text()
      .notNull()
      .references(() => receivers.id, { onDelete: 'cascade' }),
    /** Null for that of a batch or a view. */
    packetId: words().references(() => packets.id, { onDelete: 'cascade' }),
    batchId: words(),
    type: text().$type<EventType>().notNull(),
    url: text().notNull(),
    facts: jsonb().$type<NotificationFacts>().notNull(),
    /** When it happened. */
    at: moment().notNull(),
    state: text().$type<NotificationState>().notNull().default('WAITING'),
    nextTryAt: moment().notNull(),
    /** Set by its first try, and by the first one after it was sent again by hand. */
    retryUntil: moment(),
    /** In a row. */
    failures: integer().notNull().default(0),
    tries: jsonb().$type<NotificationTry[]>().notNull().default([]),
    /** Its receiver's workflow is asked to look at it then; that knows by itself when the next try is due. */
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

/** The consumers of a message broker, each with what it last said of itself. By the database's clock. */
export const brokerConsumers = pgTable('broker_consumers', {
  id: uuid().primaryKey(),
  report: jsonb().$type<ConsumerReport>().notNull(),
  seenAt: moment().notNull(),
})

/** While it has its row, `note_ending` notes the endings of packets. */
export const endingsFeed = pgTable(
  'endings_feed',
  {
    single: boolean().primaryKey().default(true),
    since: moment().notNull().defaultNow(),
  },
  () => [check('endings_feed_single', sql`single`)],
)

/** Packets that have ended, or whose ending has changed, and of which a topic has not been told. */
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

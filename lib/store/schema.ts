/** The tables. Times of the domain are given by those who write; `now()` is for operations only. */
import { inArray, type SQL, sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { ConsumerReport } from '@/lib/contract/broker'
import type { ReceiptResult } from '@/lib/contract/carrier'
import type { KeptReason } from '@/lib/contract/receipt-reasons'
import type { HandedOver, KeyAge } from '@/lib/contract/workflows'
import type { Change } from '@/lib/directory/change'
import type { DirectoryState } from '@/lib/directory/state'
import type { Ledger } from '@/lib/packet/ledger'
import { type EndStatus, type PacketFlag, type PacketStatus, packetStatuses } from '@/lib/packet/packet'
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
    /** SHA-256 of the idempotency key, and of the submission that came with it. */
    keyHash: text(),
    fingerprint: text(),
    createdAt: moment().notNull(),

    /** The workflow that may deliver it. Another one gets it under the next epoch only. */
    owner: words().notNull(),
    epoch: integer().notNull().default(1),
    /** When its workflow was last asked to start, by the database's clock; ahead of it while one that runs is waited for. */
    offeredAt: moment().notNull().defaultNow(),
    /** The owner has it; null while it only waits for it. */
    claimedAt: moment(),
    runId: text(),

    /** An operator wants it canceled. Nothing of it is handed over from then on. */
    cancelAskedAt: moment(),
    /** The operator's words. */
    cancelReason: text(),
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
    /** Lists begin with what is in flight. */
    rank: moment().generatedAlwaysAs(sql`coalesce(ended_at, 'infinity'::timestamptz)`).notNull(),
    /** Its status once it has ended. */
    ending: text().$type<EndStatus>().generatedAlwaysAs(sql`case when ended_at is not null then status end`),
  },
  (table) => [
    uniqueIndex('packets_key').on(table.keyHash).where(sql`key_hash is not null`),
    index('packets_list').on(table.rank, table.createdAt, table.id),
    index('packets_ending')
      .on(table.ending, table.rank, table.createdAt, table.id)
      .where(sql`ending is not null`),
    // With `ending` at their end, so that a status beside another filter is told without the rows themselves.
    index('packets_source').on(table.source, table.rank, table.createdAt, table.id, table.ending),
    index('packets_destination').on(table.destination, table.rank, table.createdAt, table.id, table.ending),
    index('packets_created').on(table.createdAt, table.id, table.ending),
    index('packets_contents').on(table.endedAt).where(sql`contents is not null and closed_at is not null`),
    // One for each, in the list's order: of a GIN index all that have the flag would be read and sorted for each page.
    ...storedFlags.map((flag) =>
      index(`packets_${flag}`).on(table.rank, table.createdAt, table.id, table.ending).where(hasFlag(flag)),
    ),
    index('packets_owner').on(table.owner).where(sql`closed_at is null`),
    index('packets_unclaimed').on(table.offeredAt).where(sql`claimed_at is null and closed_at is null`),
    index('packets_cancel_untold').on(table.cancelAskedAt).where(sql`cancel_untold and closed_at is null`),
    index('packets_settling').on(table.settlingUntil).where(sql`settling_until is not null`),
    check('packets_status_known', oneOf('status', packetStatuses)),
  ],
)

/** What is searched inside: a packet's id and its addresses, as `searchText` writes them. */
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
    /** When its packet ended. */
    endedAt: moment().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.packetId, table.number] }),
    index('attempts_provider').on(table.provider, table.endedAt, table.packetId),
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
  /** When the span began in which its packets ended. */
  at: moment().notNull(),
  /** Less than 0 where rows are taken back. */
  count: bigint({ mode: 'number' }).notNull(),
}

export const packetSums = pgTable(
  'packet_sums',
  { ...summed, status: text().$type<EndStatus>().notNull() },
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
  upSince: moment().notNull(),
  seenAt: moment().notNull(),
})

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
  /** Given by whoever asks for it, so that it takes effect once. */
  id: uuid().notNull().unique(),
  at: moment().notNull(),
  provider: text(),
  kind: text().$type<Change['do']>().notNull(),
  /** Who says that they did it. */
  who: text(),
  reason: text().notNull(),
  change: jsonb().$type<Change>().notNull(),
})

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

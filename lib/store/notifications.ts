/** Notifications are written in the transaction of the event that they report, and sent to each receiver in turn. */
import { and, asc, eq, getTableColumns, isNull, lte, sql } from 'drizzle-orm'
import type { NotificationTry, ViewEventType } from '@/lib/contract/notification'
import type { AlertingView } from '@/lib/contract/view'
import { type NotificationFacts, notifications, packets, receivers } from './schema'
import { type Database, runPlanned, toJson } from './store'

/** Scheme, host name and port of an address in the format of `URL`. */
const originOf = (url: string) => `substring(${url} from '^[a-z]+://[^/?#]+')`

/** The id of a host is derived from its origin, so that a notification refers to its host without a look-up. */
const hostOf = (url: string) => `'h' || left(encode(sha256(convert_to(${originOf(url)}, 'UTF8')), 'hex'), 32)`

/**
 * The part of the statement of `saveStates` that writes notifications; it reads from the CTE `saved`. A packet that has
 * not ended has no event and costs nothing; an ended one costs a look-up of subscriptions. A subscription gets only
 * what happened after it was made.
 */
export const notificationsOf = sql.raw(`event as (
      select saved.*, event.type, event.place
      from saved, unnest(saved.events) with ordinality as event(type, place)
    ), addressed as (
      select event.*, receiver.id as receiver_id, receiver.url
      from event join receivers as receiver on receiver.kind = 'subscription' and receiver.topic = 'packets' and receiver.deleted_at is null
        and (receiver.source = event.source or receiver.source is null)
        and receiver.created_at <= case event.type when 'packet.doubled' then updated_at else ended_at end
      union all
      select event.*, ${hostOf('notify_url')}, notify_url from event where notify_url is not null
    ), host as (
      insert into receivers (id, kind, url, created_at)
      select ${hostOf('notify_url')}, 'host', ${originOf('notify_url')}, min(updated_at)
      from event where notify_url is not null group by 1, 3 order by 1
      on conflict do nothing
    ), notified as (
      insert into notifications (receiver_id, packet_id, type, url, facts, at, next_try_at, look_at)
      select receiver_id, id, type, url, jsonb_build_object('packet', jsonb_build_object(
        'id', id, 'source', source, 'destination', destination, 'workflowId', owner, 'runId', run_id,
        'createdAt', (extract(epoch from created_at) * 1000)::bigint, 'orderingKey', ordering_key, 'holdOnFailure', hold_on_failure, 'priority', priority,
        'fairnessKey', fairness_key, 'duplicates', duplicates, 'ledger', ledger)),
        updated_at, updated_at, updated_at
      from addressed order by id, place
      on conflict do nothing
    )`)

export interface BatchNews {
  id: string
  /** The source of all its packets; null if there are several. */
  source: string | null
  notifyUrl: string | null
  /** When the batch ended, in milliseconds since the epoch. */
  at: number
  /** Further facts about the batch, such as its counts. */
  facts: Readonly<Record<string, unknown>>
}

/**
 * Writes the notifications of a batch that has ended: to the subscriptions of its source and of every source, and to
 * the address that came with it. Idempotent.
 */
export async function tellBatchCompleted(
  db: Database,
  { id, source, notifyUrl, at, facts }: BatchNews,
): Promise<void> {
  const time = new Date(at).toISOString()
  const told = toJson({ batch: { ...facts, id } } satisfies NotificationFacts)
  await db.execute(sql`
    with host as (
      insert into ${receivers} (id, kind, url, created_at)
      select ${sql.raw(hostOf('url'))}, 'host', ${sql.raw(originOf('url'))}, ${time}
      from (select ${notifyUrl}::text as url) as given where url is not null
      on conflict do nothing
    )
    insert into ${notifications} (receiver_id, batch_id, type, url, facts, at, next_try_at, look_at)
    select receiver_id, ${id}, 'batch.completed', url, ${told}::jsonb, ${time}, ${time}, ${time} from (
      select id as receiver_id, url from ${receivers}
      where kind = 'subscription' and topic = 'packets' and deleted_at is null and (source = ${source} or source is null) and created_at <= ${time}
      union all
      select ${sql.raw(hostOf('url'))}, url from (select ${notifyUrl}::text as url) as given where url is not null
    ) as addressed
    on conflict do nothing`)
}

/** Notifies the subscriptions to alerts, once for each call. `at` is in milliseconds since the epoch. */
export async function tellAlert(
  db: Database,
  type: ViewEventType,
  view: AlertingView,
  at: number,
): Promise<void> {
  const time = new Date(at).toISOString()
  await db.execute(sql`
    insert into ${notifications} (receiver_id, type, url, facts, at, next_try_at, look_at)
    select id, ${type}, url, ${toJson({ view } satisfies NotificationFacts)}::jsonb, ${time}, ${time}, ${time}
    from ${receivers}
    where kind = 'subscription' and topic = 'alerts' and deleted_at is null and created_at <= ${time}`)
}

/** Long enough for a workflow to take the notifications. A workflow that was lost is started again afterwards. */
const lookAgainMs = 60_000
const disabledLookMs = 3_600_000

/**
 * Takes the receivers whose workflows must be woken, because notifications are new or long overdue. A receiver is not
 * returned again until its workflow has had time. Notifications of deleted receivers are given up.
 *
 * @param at milliseconds since the epoch
 */
export async function takeReceiversToWake(
  db: Database,
  { at, most }: { at: number; most: number },
): Promise<string[]> {
  const now = new Date(at).toISOString()
  const rows = await runPlanned<{ id: string | null }>(
    db,
    'take receivers to wake',
    sql`
    with due as (
      select id from ${notifications} where state = 'WAITING' and look_at <= ${now}
      order by look_at limit ${most} for update skip locked
    ), looked as (
      update ${notifications} as notification
      set state = case when receiver.deleted_at is null then notification.state else 'GIVEN_UP' end,
        look_at = ${now}::timestamptz + interval '1 ms' *
        case when receiver.disabled_at is null then ${lookAgainMs}::integer else ${disabledLookMs}::integer end
      from due, ${receivers} as receiver
      where notification.id = due.id and receiver.id = notification.receiver_id
      returning receiver.id, receiver.disabled_at
    )
    select distinct id from looked where disabled_at is null`,
  )
  return rows.flatMap(({ id }) => id ?? [])
}

export interface Receiver {
  id: string
  /** Null for a receiver that is signed for with the installation's secret. */
  secret: string | null
}

/** A receiver that may be sent to; null if it is disabled or does not exist. */
export async function findEnabledReceiver(db: Database, id: string): Promise<Receiver | null> {
  const [row] = await db
    .select({ id: receivers.id, secret: receivers.secret })
    .from(receivers)
    .where(and(eq(receivers.id, id), isNull(receivers.disabledAt)))
  return row ?? null
}

/** An earlier notification of the same packet to the same receiver still waits. */
const isBlocked = sql`exists (
  select from notifications as earlier where earlier.packet_id = notifications.packet_id
    and earlier.receiver_id = notifications.receiver_id and earlier.state = 'WAITING'
    and earlier.number < notifications.number)`

function sendableTo(receiver: string) {
  return and(
    eq(notifications.receiverId, receiver),
    eq(notifications.state, 'WAITING'),
    sql`not ${isBlocked}`,
  )
}

export type StoredNotification = typeof notifications.$inferSelect

/** The notifications that may be sent to a receiver now, at most one for each packet. */
export async function findDueNotifications(
  db: Database,
  receiver: string,
  { at, most }: { at: number; most: number },
): Promise<StoredNotification[]> {
  return db
    .select()
    .from(notifications)
    .where(and(sendableTo(receiver), lte(notifications.nextTryAt, new Date(at))))
    .orderBy(asc(notifications.nextTryAt), asc(notifications.number))
    .limit(most)
}

/** When the next notification may be sent, in milliseconds since the epoch; null if none waits. */
export async function findNextTry(db: Database, receiver: string): Promise<number | null> {
  const [row] = await db
    .select({ nextTryAt: notifications.nextTryAt })
    .from(notifications)
    .where(sendableTo(receiver))
    .orderBy(asc(notifications.nextTryAt))
    .limit(1)
  return row?.nextTryAt.getTime() ?? null
}

/** The result of one try, and what follows from it. Times are milliseconds since the epoch. */
export interface TryResult {
  id: string
  tried: NotificationTry
  state: StoredNotification['state']
  failures: number
  nextTryAt: number
  retryUntil: number
  /** The receiver says that it is gone for good. */
  disables: boolean
}

const mostTriesKept = 50
const sustainedMs = 86_400_000

/**
 * Stores the results of tries to one receiver. If all tries have failed for a day, the receiver is disabled with the
 * reason.
 *
 * @returns whether the receiver was disabled
 */
export async function recordTries(
  db: Database,
  receiver: string,
  results: readonly TryResult[],
): Promise<boolean> {
  const rows = toJson(
    results.map(({ id, tried, state, failures, nextTryAt, retryUntil }) => ({
      id,
      tried,
      state,
      failures,
      next_try_at: new Date(nextTryAt),
      retry_until: new Date(retryUntil),
      look_at: new Date(nextTryAt + lookAgainMs),
    })),
  )
  return db.transaction(async (tx) => {
    // Locks the receiver before its notifications, in the same order as `enableReceiver`, so that no deadlock occurs.
    const isDisabled = await judgeReceiver(tx, receiver, results)
    await runPlanned(
      tx,
      'record tries',
      sql`
      with result as (
        select * from jsonb_to_recordset(${rows}::jsonb) as row(id uuid, tried jsonb, state text, failures integer,
          next_try_at timestamptz, retry_until timestamptz, look_at timestamptz)
      )
      update ${notifications} as notification set
        state = result.state, failures = result.failures, next_try_at = result.next_try_at,
        retry_until = result.retry_until, look_at = result.look_at,
        tries = case when jsonb_array_length(notification.tries) < ${mostTriesKept}::integer then notification.tries
          else notification.tries - 0 end || result.tried
      from result where notification.id = result.id`,
    )
    return isDisabled
  })
}

/** Updates the receiver by the results of these tries. @returns whether it is disabled */
async function judgeReceiver(
  db: Database,
  receiver: string,
  results: readonly TryResult[],
): Promise<boolean> {
  const last =
    results
      .map(({ tried }) => tried.at)
      .sort()
      .at(-1) ?? ''
  const failed = results.filter(({ tried }) => !tried.ok).at(-1)
  if (failed === undefined || results.some(({ tried }) => tried.ok)) {
    const working = { lastToldAt: new Date(last), failingSince: null, lastFailure: null }
    await db.update(receivers).set(working).where(eq(receivers.id, receiver))
    return false
  }
  const why = failed.tried.reason
  const [row] = await db
    .update(receivers)
    .set({ failingSince: sql`coalesce(${receivers.failingSince}, ${failed.tried.at})`, lastFailure: why })
    .where(and(eq(receivers.id, receiver), isNull(receivers.disabledAt)))
    .returning({ failingSince: receivers.failingSince })
  const failingMs = row?.failingSince ? Date.parse(last) - row.failingSince.getTime() : 0
  const isGone = results.some(({ disables }) => disables)
  if (row === undefined || !(isGone || failingMs >= sustainedMs)) return false
  const disabledReason = isGone ? `It ${why}.` : `Every try has failed for 24 hours, at last because: ${why}`
  await db
    .update(receivers)
    .set({ disabledAt: new Date(last), disabledReason })
    .where(eq(receivers.id, receiver))
  return true
}

/** A notification as readers see it, with its receiver. */
export type ShownNotification = StoredNotification & {
  kind: (typeof receivers.$inferSelect)['kind']
  disabledAt: Date | null
  deletedAt: Date | null
}

const shown = {
  ...getTableColumns(notifications),
  kind: receivers.kind,
  disabledAt: receivers.disabledAt,
  deletedAt: receivers.deletedAt,
}

/** The notifications about a packet in the order of their events; null if there is no such packet. */
export async function findNotificationsOf(
  db: Database,
  packetId: string,
  most: number,
): Promise<{ notifyUrl: string | null; rows: ShownNotification[] } | null> {
  const [packet] = await db
    .select({ notifyUrl: packets.notifyUrl })
    .from(packets)
    .where(eq(packets.id, packetId))
  if (packet === undefined) return null
  const rows = await db
    .select(shown)
    .from(notifications)
    .innerJoin(receivers, eq(receivers.id, notifications.receiverId))
    .where(eq(notifications.packetId, packetId))
    .orderBy(asc(notifications.number))
    .limit(most)
  return { notifyUrl: packet.notifyUrl, rows }
}

/** Null if it does not exist. */
export async function findNotification(db: Database, id: string): Promise<ShownNotification | null> {
  const [row] = await db
    .select(shown)
    .from(notifications)
    .innerJoin(receivers, eq(receivers.id, notifications.receiverId))
    .where(eq(notifications.id, id))
  return row ?? null
}

/**
 * Sends a notification again with the same `webhook-id`, as if it had never been tried. Returns false if it is waiting
 * or does not exist.
 */
export async function sendAgain(db: Database, id: string, at: number): Promise<boolean> {
  const { rowCount } = await db
    .update(notifications)
    .set({ state: 'WAITING', failures: 0, retryUntil: null, nextTryAt: new Date(at), lookAt: new Date(at) })
    .where(and(eq(notifications.id, id), sql`${notifications.state} <> 'WAITING'`))
  return (rowCount ?? 0) > 0
}

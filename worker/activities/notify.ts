/** Tells one receiver the notifications that are due, several packets at once, and stores the result of each try. */
import { cancellationSignal, heartbeat } from '@temporalio/activity'
import pLimit, { type LimitFunction } from 'p-limit'
import type { NotifyStep } from '@/lib/contract/workflows'
import type { Message, Told } from '@/lib/notify/post-notification'
import type { Packet } from '@/lib/packet/packet'
import { toPacket } from '@/lib/packet/view'
import { Batcher } from '@/lib/store/batcher'
import {
  findDueNotifications,
  findEnabledReceiver,
  findNextTry,
  type Receiver,
  recordTries,
  type StoredNotification,
  type TryResult,
} from '@/lib/store/notifications'
import type { NotificationFacts } from '@/lib/store/schema'
import type { ActivityContext } from './context'

/**
 * An activity begins no more after this time, so that new notifications are seen; it finishes those that it has begun.
 */
const turnMs = 30_000
const mostInTurn = 200
/** The most notifications that are sent at once: to one receiver, and by one worker to one host. */
const atOnceToReceiver = 8
const atOnceToHost = 16
const heartbeatMs = 2_000

export function createNotify({ store, notifying }: Pick<ActivityContext, 'store' | 'notifying'>) {
  const hosts = new Map<string, LimitFunction>()

  return async function notify(receiverId: string): Promise<NotifyStep> {
    const { db } = store
    const stop = cancellationSignal()
    const beating = setInterval(() => heartbeat(), heartbeatMs)
    try {
      const receiver = await findEnabledReceiver(db, receiverId)
      if (receiver === null) return { againInMs: null }
      const due = await findDueNotifications(db, receiverId, { at: notifying.now(), most: mostInTurn })
      const isDisabled = await tellAll(receiver, due, stop)
      const next = isDisabled ? null : await findNextTry(db, receiverId)
      return { againInMs: next === null ? null : Math.max(0, next - notifying.now()) }
    } finally {
      clearInterval(beating)
    }
  }

  /** @returns whether the receiver was disabled by it */
  async function tellAll(
    receiver: Receiver,
    due: readonly StoredNotification[],
    stop: AbortSignal,
  ): Promise<boolean> {
    const endsAt = performance.now() + turnMs
    const limit = pLimit(atOnceToReceiver)
    let isDisabled = false
    const records = new Batcher<TryResult, boolean>(
      async (results) => {
        const disabled = await recordTries(store.db, receiver.id, results)
        return results.map(() => disabled)
      },
      { most: mostInTurn, failsAll: () => true },
    )
    const tellOne = async (notification: StoredNotification): Promise<void> => {
      if (isDisabled || stop.aborted || performance.now() > endsAt) return
      const at = notifying.now()
      const message = messageOf(
        notification,
        receiver.secret === null ? notifying.secrets : [receiver.secret],
      )
      const told = await notifying.notifier.post(message, stop)
      // A request that this worker aborted is no failure; it is sent again.
      if (stop.aborted && !told.ok) return
      if (
        await records.add(
          resultOf(notification, { at, endedAt: notifying.now() }, told, receiver, notifying.random),
        )
      )
        isDisabled = true
    }
    await Promise.all(
      due.map((each) => limit(() => limitOf(new URL(each.url).hostname)(() => tellOne(each)))),
    )
    return isDisabled
  }

  /** One limit for each host, because several receivers may share a host. */
  function limitOf(host: string): LimitFunction {
    for (const [name, { activeCount, pendingCount }] of hosts)
      if (activeCount + pendingCount === 0) hosts.delete(name)
    const limit = hosts.get(host) ?? pLimit(atOnceToHost)
    hosts.set(host, limit)
    return limit
  }
}

function messageOf({ id, type, at, url, facts }: StoredNotification, secrets: readonly string[]): Message {
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data: dataOf(facts, at.getTime()) })
  return { url, id, body, secrets }
}

/** The data are the same at each try. */
function dataOf(facts: NotificationFacts, now: number): { packet: Packet } | NotificationFacts {
  if (!('packet' in facts)) return facts
  const { ledger, ...identity } = facts.packet
  return { packet: toPacket(ledger, { ...identity, now }) }
}

const firstPauseMs = 5_000
const longestPauseMs = 2 * 3_600_000
const retriedForMs = 86_400_000

/**
 * The pause is 5 s after the first failure and then triples each time, up to two hours; it varies at random by a
 * quarter, and is no shorter than the receiver's `Retry-After`. The last try is made when 24 hours are over. Times are
 * milliseconds since the epoch.
 */
export function resultOf(
  { id, failures, retryUntil: known }: Pick<StoredNotification, 'id' | 'failures' | 'retryUntil'>,
  { at, endedAt }: { at: number; endedAt: number },
  { retryAfterMs, isGone, ...tried }: Told,
  { secret }: Pick<Receiver, 'secret'>,
  random: () => number,
): TryResult {
  const retryUntil = known?.getTime() ?? at + retriedForMs
  const result = { id, tried: { at: new Date(at).toISOString(), ...tried }, retryUntil }
  if (tried.ok) return { ...result, state: 'TOLD', failures: 0, nextTryAt: at, disables: false }
  const failed = { ...result, failures: failures + 1, disables: isGone && secret !== null }
  // A subscription that is gone may be enabled again, so its events wait. An address that came with one packet gets no
  // further try.
  if (at >= retryUntil || (isGone && secret === null)) return { ...failed, state: 'GIVEN_UP', nextTryAt: at }
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * 3 ** Math.min(failures, 10)) * (0.75 + random() / 2)
  const nextTryAt = Math.min(retryUntil, endedAt + Math.max(Math.round(pauseMs), retryAfterMs ?? 0))
  return { ...failed, state: 'WAITING', nextTryAt }
}

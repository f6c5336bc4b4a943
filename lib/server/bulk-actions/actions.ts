/**
 * What operators do with many packets. The state in the store is authoritative; the workflow is only told to read the
 * store again.
 */
import 'server-only'
import { createHash } from 'node:crypto'
import type { BulkAction, BulkChoice, BulkPreview, NewBulkAction } from '@/lib/contract/bulk-action'
import { isBulkOver, maxBulkPackets } from '@/lib/contract/bulk-terms'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { scopeOf } from '@/lib/server/packets/counts'
import { refuseWhileSetBack } from '@/lib/server/set-back'
import { callStore } from '@/lib/server/store'
import { tellNow } from '@/lib/server/tell-job'
import {
  countLeftOut,
  findBulkAction,
  type NewBulk,
  type Opened,
  openBulkAction,
  pauseBulk,
  previewChosen,
  resumeBulk,
  retryBulk,
  type Selection,
  type StoredBulkAction,
  stopBulk,
} from '@/lib/store/bulk-actions'
import { type Database, StoreError } from '@/lib/store/store'
import { getBulkAction } from './read'

const mostInSample = 5

/** The packets that the bulk action would act on now. @throws ApiError TOO_MANY_PACKETS, STORE_UNREACHABLE */
export async function previewBulk(choice: BulkChoice): Promise<BulkPreview> {
  const asOf = Date.now()
  const selection = await selectionOf(choice)
  const doing = { ...doingOf(choice), asOf }
  const chosen = await inTime(() => callStore((db) => previewChosen(db, doing, selection, mostInSample)))
  return { ...chosen, asOf: new Date(asOf).toISOString() }
}

/** @throws ApiError TOO_MANY_PACKETS where the query exceeds PostgreSQL's time limit */
async function inTime<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look()
  } catch (error) {
    const cause = error instanceof ApiError ? error.cause : null
    if (!(cause instanceof StoreError) || cause.code !== queryCanceled) throw error
    const detail = 'Searching that many packets takes too long. Narrow the filter, such as by time.'
    throw new ApiError('TOO_MANY_PACKETS', detail)
  }
}

/** SQLSTATE of a statement that was canceled at its time limit. */
const queryCanceled = '57014'

async function selectionOf({ filter, ids }: Pick<BulkChoice, 'filter' | 'ids'>): Promise<Selection> {
  return ids === undefined ? { scope: await scopeOf(filter ?? {}) } : { ids }
}

function doingOf({ action, evenIfDelivered = false }: Pick<BulkChoice, 'action' | 'evenIfDelivered'>) {
  return { action, evenIfDelivered }
}

export interface Begun {
  bulk: BulkAction
  /** False where an earlier request with the same id has begun it. */
  created: boolean
}

/**
 * Fixes which packets the action covers, and begins it.
 *
 * @throws ApiError COUNT_CHANGED, TOO_MANY_PACKETS, BULK_ACTION_EXISTS, STORE_UNREACHABLE, STORE_SET_BACK
 */
export async function beginBulk(asked: NewBulkAction & { id: string }): Promise<Begun> {
  const { id, reason, who = null, filter = null, count } = asked
  const perSecond = asked.perSecond ?? settings().bulkPerSecond
  const told = { id, ...doingOf(asked), filter, reason, who, perSecond, undoes: null }
  const asOf = asked.asOf === undefined ? Date.now() : Date.parse(asked.asOf)
  return open({ ...told, asOf }, await selectionOf(asked), count, fingerprintOf(asked))
}

/**
 * Undoes a "send again": cancels the new packets that have not ended.
 *
 * @throws ApiError BULK_ACTION_NOT_FOUND, BULK_ACTION_STATE, COUNT_CHANGED, STORE_UNREACHABLE, STORE_SET_BACK
 */
export async function undoBulk(
  undoes: string,
  { id, reason, who }: { id: string; reason: string; who?: string | undefined },
): Promise<Begun> {
  const { action, state, perSecond } = await getBulkAction(undoes)
  if (action !== 'send-again')
    throw new ApiError('BULK_ACTION_STATE', 'Canceled packets stay canceled. They can be sent again.')
  if (!isBulkOver(state))
    throw new ApiError('BULK_ACTION_STATE', `It is ${state}. Stop it first, then undo it.`)
  const told = {
    id,
    ...doingOf({ action: 'cancel' }),
    asOf: Date.now(),
    filter: null,
    reason,
    perSecond,
    undoes,
  }
  return open({ ...told, who: who ?? null }, { madeBy: undoes }, maxBulkPackets, `undoes ${undoes}`)
}

async function open(
  told: Omit<NewBulk, 'fingerprint' | 'leftOut' | 'selection' | 'most' | 'at'>,
  selection: Selection,
  most: number,
  fingerprint: string,
): Promise<Begun> {
  refuseWhileSetBack()
  const { id } = told
  const before = await callStore((db) => findBulkAction(db, id))
  if (before !== null) return known(before, fingerprint)
  const leftOut = await inTime(() => callStore((db) => countLeftOut(db, told, selection)))
  const opened = await callStore(
    (db) => openBulkAction(db, { ...told, fingerprint, leftOut, selection, most, at: Date.now() }),
    'Try again with the same id.',
  )
  if (opened.is !== 'opened') return refused(id, fingerprint, most, opened)
  void tellNow('bulk action', { id, changes: 1 })
  return { bulk: await getBulkAction(id), created: true }
}

async function refused(
  id: string,
  fingerprint: string,
  confirmed: number,
  opened: Exclude<Opened, { is: 'opened' }>,
): Promise<Begun> {
  const meanwhile = await callStore((db) => findBulkAction(db, id))
  if (meanwhile !== null) return known(meanwhile, fingerprint)
  if (opened.is === 'being undone')
    throw new ApiError('BULK_ACTION_STATE', `It is being undone by ${opened.by}. Wait until that is over.`)
  const { count } = opened
  if (count === 0)
    throw new ApiError('COUNT_CHANGED', 'It no longer applies to any packet. Nothing was done.')
  if (count > maxBulkPackets)
    throw new ApiError(
      'TOO_MANY_PACKETS',
      `More than ${maxBulkPackets.toLocaleString('en')} packets match. Narrow the filter, such as by time.`,
    )
  throw new ApiError(
    'COUNT_CHANGED',
    `It would now act on ${count} packets, but ${confirmed} were confirmed. Nothing was done; preview it again.`,
  )
}

async function known(bulk: StoredBulkAction, fingerprint: string): Promise<Begun> {
  if (bulk.fingerprint !== fingerprint)
    throw new ApiError(
      'BULK_ACTION_EXISTS',
      'Another bulk action was begun with this id or key. Use another one.',
    )
  return { bulk: await getBulkAction(bulk.id), created: false }
}

/** SHA-256 of the request without its id, hexadecimal. */
function fingerprintOf({ id: _, filter, ids, ...asked }: NewBulkAction): string {
  const sorted = (fields: object) => Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1))
  const text = JSON.stringify([sorted(asked), filter && sorted(filter), ids?.toSorted()])
  return createHash('sha256').update(text).digest('hex')
}

/** No further packet gets its turn. @throws ApiError BULK_ACTION_NOT_FOUND, BULK_ACTION_STATE, STORE_UNREACHABLE */
export function pause(id: string): Promise<BulkAction> {
  return change(id, pauseBulk, 'paused')
}

/** @throws ApiError BULK_ACTION_NOT_FOUND, BULK_ACTION_STATE, STORE_UNREACHABLE */
export function resume(id: string): Promise<BulkAction> {
  return change(id, resumeBulk, 'resumed')
}

/**
 * Packets that have had no turn are left as they are.
 *
 * @throws ApiError BULK_ACTION_NOT_FOUND, BULK_ACTION_STATE, STORE_UNREACHABLE
 */
export function stop(id: string, reason: string): Promise<BulkAction> {
  return change(id, (db) => stopBulk(db, id, { reason, at: Date.now() }), 'stopped')
}

/**
 * Packets whose turn failed get another one.
 *
 * @throws ApiError BULK_ACTION_NOT_FOUND, BULK_ACTION_STATE, STORE_UNREACHABLE
 */
export function retry(id: string): Promise<BulkAction> {
  return change(id, retryBulk, 'tried again: none of its packets failed')
}

async function change(
  id: string,
  act: (db: Database, id: string) => Promise<StoredBulkAction | null>,
  done: string,
): Promise<BulkAction> {
  const changed = await callStore((db) => act(db, id), 'Look at the bulk action.')
  if (changed === null) {
    const { state } = await getBulkAction(id)
    throw new ApiError('BULK_ACTION_STATE', `It is ${state} and cannot be ${done}.`)
  }
  void tellNow('bulk action', changed)
  return getBulkAction(id)
}

/** Recurring submissions, as operators create and see them. */
import 'server-only'
import type { NewRecurrence, Recurrence, RecurrenceRun } from '@/lib/contract/recurrence'
import { occurrenceIdOf } from '@/lib/contract/workflows'
import { cronFault } from '@/lib/schedule/cron'
import { timeZoneFault } from '@/lib/schedule/read-time'
import { ApiError, fieldRefused } from '@/lib/server/api-error'
import { newId } from '@/lib/server/packets/new-packet'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { callTemporal } from '@/lib/server/temporal/call'
import { tryNow } from '@/lib/server/try-now'
import {
  addRecurrence,
  changeRecurrence,
  findRecurrence,
  findStoredIds,
  listRecurrences,
  markRecurrenceTold,
  type RecurrenceChange,
  type StoredRecurrence,
} from '@/lib/store/recurrences'
import { keepSchedule, listRuns, type Runs, readRuns, runNow } from '@/lib/temporal/schedules'

const maxAgeMs = 1_000
const mostAskedAlone = 20

const all = processWide('recurrences', () => new SharedRead(readAll, maxAgeMs))

/** @throws ApiError STORE_UNREACHABLE */
export function getRecurrences(): Promise<Recurrence[]> {
  return all().fresh()
}

async function readAll(): Promise<Recurrence[]> {
  const rows = await callStore(listRecurrences)
  const known = await runsOfAll(rows)
  return shown(rows.map((row) => ({ row, runs: known.get(row.id) ?? null })))
}

/**
 * A new schedule may be missing in Temporal's list and is then read individually. Empty while Temporal gives no
 * answer.
 */
async function runsOfAll(rows: readonly StoredRecurrence[]): Promise<ReadonlyMap<string, Runs | null>> {
  const ids = rows.map(({ id }) => id)
  const known = await orNull(() => callTemporal(({ client }) => listRuns(client, ids)))
  if (known === null) return new Map()
  const missing = ids.filter((id) => !known.has(id)).slice(0, mostAskedAlone)
  const asked = await Promise.all(missing.map(async (id) => [id, await runsOf(id)] as const))
  return new Map([...known, ...asked])
}

/** @throws ApiError INVALID_REQUEST, STORE_UNREACHABLE */
export async function createRecurrence(asked: NewRecurrence): Promise<Recurrence> {
  requireTiming(asked)
  const row = await callStore((db) => addRecurrence(db, { ...asked, id: newId('r'), at: Date.now() }))
  if (row === null) return createRecurrence(asked)
  return told(row)
}

/** @throws ApiError INVALID_REQUEST, RECURRENCE_NOT_FOUND, STORE_UNREACHABLE */
export async function editRecurrence(id: string, asked: NewRecurrence): Promise<Recurrence> {
  requireTiming(asked)
  const { name, submission, timing } = asked
  return told(await changed(id, { name, submission, timing }))
}

/** @throws ApiError RECURRENCE_NOT_FOUND, STORE_UNREACHABLE */
export async function pauseRecurrence(id: string, paused: boolean): Promise<Recurrence> {
  return told(await changed(id, { paused }))
}

/** Packets that it has submitted remain. @throws ApiError RECURRENCE_NOT_FOUND, STORE_UNREACHABLE */
export async function deleteRecurrence(id: string): Promise<Recurrence> {
  const row = await changed(id, { deleted: true })
  await tell(row)
  return shownAlone(row, null)
}

/**
 * Submits one packet now, in addition to those of the schedule.
 *
 * @throws ApiError RECURRENCE_NOT_FOUND, TEMPORAL_UNREACHABLE
 */
export async function runRecurrence(id: string): Promise<Recurrence> {
  const row = await callStore((db) => findRecurrence(db, id))
  if (row === null) throw notFound(id)
  await keep(row)
  // If the schedule has disappeared again, the recurrence has just been deleted.
  if (!(await callTemporal(({ client }) => runNow(client, id)))) throw notFound(id)
  return shownAlone(row, await runsOf(id))
}

async function changed(id: string, change: RecurrenceChange): Promise<StoredRecurrence> {
  const row = await callStore((db) => changeRecurrence(db, id, change), 'Look at the list.')
  if (row === null) throw notFound(id)
  return row
}

async function told(row: StoredRecurrence): Promise<Recurrence> {
  await tell(row)
  return shownAlone(row, await runsOf(row.id))
}

/** Updates the schedule in Temporal. If that fails, a worker does it later. */
async function tell(row: StoredRecurrence): Promise<void> {
  await tryNow('a schedule could not be kept', { recurrence: row.id }, () => keep(row))
}

async function keep(row: StoredRecurrence): Promise<void> {
  await callTemporal(({ client }) => keepSchedule(client, row))
  if (!(await callStore((db) => markRecurrenceTold(db, row))))
    await callTemporal(({ client }) => keepSchedule(client, { ...row, deleted: true }))
}

/** Null while Temporal gives no answer. */
function runsOf(id: string): Promise<Runs | null> {
  return orNull(() => callTemporal(({ client }) => readRuns(client, id)))
}

async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ApiError) return null
    throw error
  }
}

interface WithRuns {
  row: StoredRecurrence
  runs: Runs | null
}

async function shownAlone(row: StoredRecurrence, runs: Runs | null): Promise<Recurrence> {
  const stored = await storedPackets([{ row, runs }])
  return toRecurrence({ row, runs }, stored)
}

async function shown(all: readonly WithRuns[]): Promise<Recurrence[]> {
  const stored = await storedPackets(all)
  return all.map((each) => toRecurrence(each, stored))
}

/** Read the store after Temporal: Temporal reports a run before its packet is stored. */
function storedPackets(all: readonly WithRuns[]): Promise<Set<string>> {
  const ids = all.flatMap(({ row, runs }) => runs?.last.map((at) => packetIdOf(row, at)) ?? [])
  return callStore((db) => findStoredIds(db, ids))
}

function packetIdOf({ id }: StoredRecurrence, at: number): string {
  return occurrenceIdOf({ recurrenceId: id, at })
}

function toRecurrence({ row, runs }: WithRuns, stored: ReadonlySet<string>): Recurrence {
  const { id, name, submission, timing, paused, createdAt } = row
  return {
    id,
    name,
    source: submission.source,
    destination: submission.destination,
    timing,
    paused,
    next: runs?.next.map(iso) ?? null,
    last: runs?.last.map((at) => toRun(at, packetIdOf(row, at), stored)) ?? null,
    createdAt: createdAt.toISOString(),
  }
}

function toRun(at: number, packetId: string, stored: ReadonlySet<string>): RecurrenceRun {
  return { at: iso(at), packetId: stored.has(packetId) ? packetId : null }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

function requireTiming({ timing }: NewRecurrence): void {
  if (!('cron' in timing)) return
  const cron = cronFault(timing.cron)
  if (cron !== null) throw fieldRefused({ path: 'timing.cron', message: cron })
  const zone = timeZoneFault(timing.timeZone)
  if (zone !== null) throw fieldRefused({ path: 'timing.timeZone', message: zone })
}

function notFound(id: string): ApiError {
  return new ApiError('RECURRENCE_NOT_FOUND', `No recurring submission has the id "${id}".`)
}

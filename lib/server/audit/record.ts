/**
 * Records every change by an operator. The entry is written before the change, so that none goes unrecorded, and
 * completed with the result.
 */
import 'server-only'
import { type AuditResult, type AuditWay, commandLineAgent } from '@/lib/contract/audit-terms'
import { plainText, visibleAscii } from '@/lib/packet/text'
import { ApiError } from '@/lib/server/api-error'
import type { ApiRequest } from '@/lib/server/http/request'
import { log } from '@/lib/server/process'
import { callStore } from '@/lib/server/store'
import { beginEntry, endEntry, type NewEntry, type Outcome } from '@/lib/store/audit'

/** The action that is about to be done, and its reason. */
export type Audited = Pick<NewEntry, 'action' | 'subject' | 'reason' | 'who' | 'parameters'>

/** The result of an action that was done. */
export type Became = Pick<Outcome, 'made'> & { result: Extract<AuditResult, 'DONE' | 'LATER'> }

/**
 * Records and does what an operator asked for. If the entry cannot be written, nothing is done. If this process ends
 * before the result is recorded, or the store is unreachable then, the entry remains with an unknown outcome.
 *
 * @throws ApiError STORE_UNREACHABLE before anything is done, and whatever `act` throws
 */
export async function audited<T>(
  request: Pick<ApiRequest, 'headers' | 'remote'>,
  asked: Audited,
  act: () => Promise<T>,
  becameOf: (done: T) => Became,
): Promise<T> {
  // The name of something that does not exist can be any text.
  const subject = asked.subject && plainText(asked.subject, maxSubject)
  const entry = { ...asked, subject, ...originOf(request), at: Date.now() }
  const id = await callStore((db) => beginEntry(db, entry))
  try {
    const done = await act()
    await end(id, { ...becameOf(done), code: null, detail: null })
    return done
  } catch (error) {
    // The change may still take effect. Without an end, the entry already says that its outcome is unknown.
    if (error instanceof ApiError && error.code === 'OUTCOME_UNKNOWN') throw error
    const ended = end(id, faultOf(error))
    // In an outage the caller has already waited for the store, so do not wait again.
    if (!isOutage(error)) await ended
    throw error
  }
}

/** A failure to record the result is only logged: the action itself has been done or refused. */
async function end(id: number, outcome: Omit<Outcome, 'at'>): Promise<void> {
  try {
    await callStore((db) => endEntry(db, id, { ...outcome, at: Date.now() }))
  } catch (error) {
    log().warn({ err: error, entry: id }, 'the result of an action was not recorded in the audit')
  }
}

function faultOf(error: unknown): Omit<Outcome, 'at'> {
  const { code, message, status } =
    error instanceof ApiError
      ? error
      : new ApiError('INTERNAL', 'Internal error. See the log of the process that failed.')
  return {
    result: status < 500 ? 'REFUSED' : 'FAILED',
    made: null,
    code,
    detail: plainText(message, maxDetail),
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'STORE_UNREACHABLE'
}

const maxSubject = 200
const maxForwarded = 200
const maxDetail = 500

function originOf({ headers, remote }: Pick<ApiRequest, 'headers' | 'remote'>) {
  const forwarded = headers.get('x-forwarded-for')
  const forwardedFor = forwarded === null ? null : visibleAscii(forwarded, maxForwarded)
  return { via: wayOf(headers), address: remote, forwardedFor }
}

/**
 * A browser sends `sec-fetch-site` or `origin` with every change that a page makes; over plain HTTP it may omit one
 * of them.
 */
function wayOf(headers: ApiRequest['headers']): AuditWay {
  if (headers.get('sec-fetch-site') !== null || headers.get('origin') !== null) return 'page'
  return headers.get('user-agent') === commandLineAgent ? 'command-line' : 'api'
}

/** Everything that an operator changes is recorded: before it is done, so that nothing is done unseen, and its result after it. */
import 'server-only'
import { type AuditResult, type AuditWay, commandLineAgent } from '@/lib/contract/audit-terms'
import { plainText, visibleAscii } from '@/lib/packet/text'
import { ApiError } from '@/lib/server/api-error'
import type { ApiRequest } from '@/lib/server/http/request'
import { log } from '@/lib/server/process'
import { callStore } from '@/lib/server/store'
import { beginEntry, endEntry, type NewEntry, type Outcome } from '@/lib/store/audit'

/** What is about to be done, and why. */
export type Audited = Pick<NewEntry, 'action' | 'subject' | 'reason' | 'who' | 'parameters'>

/** What came of it. */
export type Became = Pick<Outcome, 'made'> & { result: Extract<AuditResult, 'DONE' | 'LATER'> }

/**
 * Does what an operator asked for. Nothing is done where it cannot be recorded. Where this process ends in the middle, or the
 * store is away at the end, the entry stays and says that its outcome is unknown.
 *
 * @throws ApiError STORE_UNREACHABLE before anything is done, and whatever `act` throws
 */
export async function audited<T>(
  request: Pick<ApiRequest, 'headers' | 'remote'>,
  asked: Audited,
  act: () => Promise<T>,
  becameOf: (done: T) => Became,
): Promise<T> {
  // Of what is not there, the name may be any text.
  const subject = asked.subject && plainText(asked.subject, maxSubject)
  const entry = { ...asked, subject, ...originOf(request), at: Date.now() }
  const id = await callStore((db) => beginEntry(db, entry))
  try {
    const done = await act()
    await end(id, { ...becameOf(done), code: null, detail: null })
    return done
  } catch (error) {
    // It may still take effect: the entry says so as it is.
    if (error instanceof ApiError && error.code === 'OUTCOME_UNKNOWN') throw error
    const ended = end(id, faultOf(error))
    // In an outage the caller has waited for the store already.
    if (!isOutage(error)) await ended
    throw error
  }
}

/** What failed here is done or refused all the same. */
async function end(id: number, outcome: Omit<Outcome, 'at'>): Promise<void> {
  try {
    await callStore((db) => endEntry(db, id, { ...outcome, at: Date.now() }))
  } catch (error) {
    log().warn({ err: error, entry: id }, 'the result of an action was not recorded in the audit')
  }
}

function faultOf(error: unknown): Omit<Outcome, 'at'> {
  const { code, message, status } =
    error instanceof ApiError ? error : new ApiError('INTERNAL', 'It is logged where it failed.')
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

/** A browser sends one of these with every change that a page makes; over plain HTTP not all of them. */
function wayOf(headers: ApiRequest['headers']): AuditWay {
  if (headers.get('sec-fetch-site') !== null || headers.get('origin') !== null) return 'page'
  return headers.get('user-agent') === commandLineAgent ? 'command-line' : 'api'
}

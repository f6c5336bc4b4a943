import 'server-only'
import type { Readiness } from '@/lib/contract/health'
import type { ProblemCode } from '@/lib/contract/problem'
import type { Health } from '@/lib/contract/streams'
import { ApiError } from './api-error'
import { getHealth } from './live/health'
import { findLastSelfTest } from './self-test/self-tests'
import { setBackTrouble } from './set-back'

/**
 * A failed self-test is reported but does not make the process unready: the greeting service may be down, which does
 * not affect packets.
 *
 * @throws ApiError STORE_UNREACHABLE, STORE_SET_BACK, TEMPORAL_UNREACHABLE, NOT_READY with the reasons
 */
export async function requireReady(): Promise<Readiness> {
  const { temporal, store, workers, reasons, sending, stuck, warnings } = await getHealth()
  if (store === 'up' && temporal === 'up' && workers !== null && workers > 0)
    return { status: 'ready', workers, sending, stuck, warnings, selfTest: await findLastSelfTest() }
  const code = codeOf(store, temporal)
  throw new ApiError(code, reasons.join(' '), { headers: { 'Retry-After': '2' } })
}

function codeOf(store: Health['store'], temporal: Health['temporal']): ProblemCode {
  if (store === 'down') return setBackTrouble() === null ? 'STORE_UNREACHABLE' : 'STORE_SET_BACK'
  return temporal === 'down' ? 'TEMPORAL_UNREACHABLE' : 'NOT_READY'
}

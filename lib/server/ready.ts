import 'server-only'
import type { Readiness } from '@/lib/contract/health'
import { ApiError } from './api-error'
import { getHealth } from './live/health'

/** @throws ApiError TEMPORAL_UNREACHABLE, NOT_READY with the reasons */
export async function requireReady(): Promise<Readiness> {
  const { temporal, workers, reasons, sending, stuck, warnings } = await getHealth()
  if (temporal === 'up' && workers !== null && workers > 0)
    return { status: 'ready', workers, sending, stuck, warnings }
  const code = temporal === 'down' ? 'TEMPORAL_UNREACHABLE' : 'NOT_READY'
  throw new ApiError(code, reasons.join(' '), { headers: { 'Retry-After': '2' } })
}

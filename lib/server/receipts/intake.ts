/** Since when receipts could be taken: the workflow asks, before it blames a provider for its silence. */
import 'server-only'
import { processWide } from '@/lib/server/process-wide'

const intake = processWide('intake', () => ({ upSince: Date.now() }))

/** Marks the start of the process; called once before it serves. */
export function openIntake(): void {
  intake()
}

/**
 * A receipt was refused just now through no fault of its carrier. Nothing else counts: reads that fail or take long
 * keep nobody from confirming, and must not keep a silent provider's packet from going on.
 */
export function noteOutage(): void {
  intake().upSince = Date.now()
}

/** Milliseconds since the epoch. */
export function intakeUpSince(): number {
  return intake().upSince
}

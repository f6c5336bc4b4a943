import 'server-only'
import type { google } from '@temporalio/proto'

/** Milliseconds since the epoch. */
export function millis(time: google.protobuf.ITimestamp | null | undefined): number | null {
  if (!time) return null
  return Number(time.seconds ?? 0) * 1000 + Math.floor((time.nanos ?? 0) / 1e6)
}

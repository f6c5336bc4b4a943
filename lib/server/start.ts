/** What the web process does before it serves its first request, and when it is told to stop. */
import 'server-only'
import { setFlagsFromString } from 'node:v8'
import { EnvError } from '@/lib/contract/env'
import { settings } from './env'
import { getHealth } from './live/health'
import { hub } from './live/hub'
import { log } from './log'
import { statusCounts } from './packets/counts'
import { openIntake } from './receipts/intake'
import { receiptMemory } from './receipts/memory'
import { tally } from './receipts/tally'
import { noteStopping } from './stopping'

/** Ends the process when its environment is not usable. */
export function startServer(): void {
  requireSettings()
  // Hundreds of views open at once leave garbage that would otherwise stay for hours.
  setFlagsFromString('--heap-growing-percent=30')
  openIntake()
  // Both say since when they know; that is now, not when the first receipt comes.
  receiptMemory()
  tally()
  // Connects and counts, so that the first visitor need not wait for it; an outage is no reason not to start.
  void getHealth().then(({ reasons }) => {
    for (const reason of reasons) log().warn(reason)
  })
  statusCounts()
    .refresh()
    .catch(() => undefined)
}

/** To be called when the process is told to stop: it waits for open answers, and a live view never ends by itself. */
export function closeStreams(): void {
  noteStopping()
  hub().close()
}

function requireSettings(): void {
  try {
    settings()
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

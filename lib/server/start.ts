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
import { noteStopping } from './stopping'

/** Ends the process when its environment is not usable. */
export function startServer(): void {
  requireSettings()
  // Hundreds of views open at once leave garbage that would otherwise stay for hours.
  setFlagsFromString('--heap-growing-percent=30')
  openIntake()
  // Connects and counts, so that the first visitor need not wait for it; an outage is no reason not to start.
  void getHealth().then(({ reasons }) => {
    for (const reason of reasons) log().warn(reason)
  })
  statusCounts()
    .refresh()
    .catch(() => undefined)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, closeStreams)
}

/** The framework waits for open answers before it stops, and a live view never ends by itself. */
function closeStreams(): void {
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

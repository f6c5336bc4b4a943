import type { Server } from 'node:http'
import { constants } from 'node:os'
import { closeStreams } from '@/lib/server/start'
import { stopTracing } from '@/lib/tracing/tracing'
import { closePatiently } from './close-patiently'

/** Told to stop, it answers what it was asked, and ends as one ended by that signal. */
export function stopOnSignal(server: Server, close: () => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      closeStreams()
      void closePatiently(server)
        .then(close)
        .then(stopTracing)
        .finally(() => process.exit(128 + constants.signals[signal]))
      // Pages under development keep a connection open for as long as they are.
      if (process.env.NODE_ENV === 'development') server.closeAllConnections()
    })
  }
}

import type { Server } from 'node:http'
import { constants } from 'node:os'
import { closeStreams } from '@/lib/server/start'
import { stopTracing } from '@/lib/tracing/tracing'
import { closePatiently } from './close-patiently'

/** On SIGTERM or SIGINT, answers open requests, then exits with the status for that signal. */
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
      // Pages keep a connection open while they are open in development mode.
      if (process.env.NODE_ENV === 'development') server.closeAllConnections()
    })
  }
}

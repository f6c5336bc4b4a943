import type { Server } from 'node:http'
import { constants } from 'node:os'
import { closeStreams } from '@/lib/server/start'

/** Told to stop, it takes nothing new, answers what it was asked, and ends as one ended by that signal. */
export function stopOnSignal(server: Server, close: () => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      closeStreams()
      server.close(() => {
        void close().finally(() => process.exit(128 + constants.signals[signal]))
      })
      // Pages under development keep a connection open for as long as they are.
      if (process.env.NODE_ENV === 'development') server.closeAllConnections()
    })
  }
}

import type { Server } from 'node:http'
import { constants } from 'node:os'
import { closeStreams } from '@/lib/server/start'

/** Longer than any answer takes, shorter than whoever stops us waits before it kills: for a body that never ends. */
const PATIENCE_MS = 8_000

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
      setTimeout(() => server.closeAllConnections(), PATIENCE_MS).unref()
      // Pages under development keep a connection open for as long as they are.
      if (process.env.NODE_ENV === 'development') server.closeAllConnections()
    })
  }
}

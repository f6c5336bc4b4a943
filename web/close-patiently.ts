import type { Server } from 'node:http'

/** Longer than any answer takes, shorter than a supervisor's grace period. Needed for request bodies that never end. */
const patienceMs = 8_000

/** Accepts no new connections and answers open requests. After the time limit it closes the remaining connections. */
export function closePatiently(server: Server, limitMs = patienceMs): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), limitMs)
  return new Promise((done) =>
    server.close(() => {
      clearTimeout(timer)
      done()
    }),
  )
}

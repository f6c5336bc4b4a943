import type { Server } from 'node:http'

/** Longer than any answer takes, shorter than a supervisor waits before it kills: for a body that never ends. */
const patienceMs = 8_000

/** Takes nothing new, answers what it was asked, and waits for no sender longer than that. */
export function closePatiently(server: Server, limitMs = patienceMs): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), limitMs)
  return new Promise((done) =>
    server.close(() => {
      clearTimeout(timer)
      done()
    }),
  )
}

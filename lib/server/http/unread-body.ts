import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Cut off at once, a sender in the midst of its body might not see the answer. */
const lingerMs = 5_000

/** An answer may come before the end of a body that nobody wants; a slow one would hold the connection. */
export function closeWhenUnread(
  request: IncomingMessage,
  response: ServerResponse,
  patienceMs = lingerMs,
): void {
  response.once('finish', () => {
    if (request.complete) return
    const timer = setTimeout(() => request.complete || request.socket.destroy(), patienceMs)
    request.once('close', () => clearTimeout(timer))
  })
}

/** The web process: takes carriers' receipts itself and leaves pages and the rest of the API to the framework. */
import { createServer, type ServerResponse } from 'node:http'
import next from 'next'
import { settings } from '@/lib/server/env'
import { refuseAtDoor } from '@/lib/server/http/door'
import { log } from '@/lib/server/log'
import { isForReceipts, takeRequest } from '@/lib/server/receipts/listener'
import { startServer } from '@/lib/server/start'
import { stopOnSignal } from './stop'

async function main(): Promise<void> {
  startServer()
  const { host, port } = settings()
  const server = createServer()
  const dev = process.env.NODE_ENV === 'development'
  const app = next({ dev, hostname: host, port, httpServer: server })
  await app.prepare()
  const handle = app.getRequestHandler()
  server.on('request', (request, response) => {
    if (isForReceipts(request)) void takeRequest(request, response)
    else if (!refuseAtDoor(request, response))
      handle(request, response).catch((error: unknown) => giveUp(response, error))
  })
  server.once('error', fail)
  server.listen(port, host, () => process.stdout.write(`web ready at http://${host}:${port}\n`))
  stopOnSignal(server, () => app.close())
}

/** The framework answers its own failures; what it lets through is a fault of its own. */
function giveUp(response: ServerResponse, error: unknown): void {
  log().error({ err: error }, 'the framework failed')
  response.statusCode = 500
  response.end()
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
}

main().catch(fail)

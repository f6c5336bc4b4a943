/** The web process. It answers receipts and the API itself, and leaves pages to the framework. */
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import next from 'next'
import { z } from 'zod'
import { settings } from '@/lib/server/env'
import { putOnPublicPath, takeOffPublicPath } from '@/lib/server/http/address'
import { explainUnreadable } from '@/lib/server/http/refusal'
import { log } from '@/lib/server/process'
import { openIntake } from '@/lib/server/receipts/intake'
import { startServer, watchCallbackUrl } from '@/lib/server/start'
import { createListener } from './listener'
import { stopOnSignal } from './stop'

/** Limit for the arrival of a request's headers. Reading a body has its own limit. */
const headersLimitMs = 30_000
/**
 * Longer than clients and proxies keep an idle connection, so that none sends a request into one that is being
 * closed.
 */
const keepAliveMs = 75_000

async function main(): Promise<void> {
  await startServer()
  const { host, port, publicPath } = settings()
  const server = createServer({
    headersTimeout: headersLimitMs,
    requestTimeout: 0,
    keepAliveTimeout: keepAliveMs,
  })
  const dev = process.env.NODE_ENV === 'development'
  if (!dev) requireBuiltFor(publicPath)
  // The framework adds an upgrade listener to the server that it is given. Only its development tools need that.
  // Without a listener, a request that offers an upgrade, as some clients always do, is answered like any other.
  if (dev) {
    server.on('upgrade', (request) => {
      takeOffPublicPath(request)
      putOnPublicPath(request)
    })
  }
  const app = next({ dev, hostname: host, port, httpServer: dev ? server : createServer() })
  await app.prepare()
  const handle = app.getRequestHandler()
  server.on(
    'request',
    createListener((request, response) => {
      handle(request, response).catch((error: unknown) => giveUp(response, error))
    }),
  )
  explainUnreadable(server)
  server.once('error', fail)
  server.listen(port, host, () => {
    openIntake()
    process.stdout.write(`web ready at http://${host}:${port}\n`)
    watchCallbackUrl()
  })
  stopOnSignal(server, () => app.close())
}

const built = z.object({ config: z.object({ basePath: z.string() }) })

/**
 * Refuses to start if PUBLIC_URL's path differs from the one at build time, which is part of every link, script and
 * style in the pages.
 */
function requireBuiltFor(publicPath: string): void {
  const { config } = built.parse(
    JSON.parse(readFileSync(`${process.env.PAGES_DIR ?? '.next'}/required-server-files.json`, 'utf8')),
  )
  if (config.basePath === publicPath) return
  const [there, set] = [config.basePath, publicPath].map((path) => path || '/')
  process.stderr.write(
    `PUBLIC_URL: its path is ${set}, but the pages were built for ${there}. Build them again with the same PUBLIC_URL: npm run build, or docker compose build web.\n`,
  )
  process.exit(1)
}

/** The framework answers its own failures, so an error that reaches this is a fault of the framework. */
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

/** The HTTP API, served by Node's own server: the framework's layers take longer than most answers. */
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { operations } from '@/lib/contract/operations'
import { ApiError } from '@/lib/server/api-error'
import { endpoint, problem } from '@/lib/server/http/endpoint'
import { type ApiRequest, readIncoming, streamIncoming } from '@/lib/server/http/request'
import { handlersByPath } from '@/lib/server/http/route'
import { auditRoutes } from './audit'
import { batchRoutes } from './batches'
import { boardRoutes } from './board'
import { bulkActionRoutes } from './bulk-actions'
import { compress } from './compress'
import { installationRoutes } from './installation'
import { notificationRoutes } from './notifications'
import { packetActionRoutes } from './packet-actions'
import { packetRoutes } from './packets'
import { providerRoutes } from './providers'
import { queueRoutes } from './queues'
import { recurrenceRoutes } from './recurrences'
import { viewRoutes } from './views'

type Env = { Bindings: HttpBindings }

const routes = handlersByPath(operations, {
  ...packetRoutes,
  ...packetActionRoutes,
  ...boardRoutes,
  ...batchRoutes,
  ...bulkActionRoutes,
  ...queueRoutes,
  ...recurrenceRoutes,
  ...viewRoutes,
  ...providerRoutes,
  ...notificationRoutes,
  ...auditRoutes,
  ...installationRoutes,
})

const app = new Hono<Env>({ strict: false })
app.use(compress)
for (const [path, handlers] of routes) {
  const answer = endpoint(handlers, path)
  app.all(path, (context) => answer(requestOf(context), context.req.param()))
}
const missing = endpoint({
  ANY() {
    throw new ApiError('NOT_FOUND', 'See /api/openapi.json for the addresses there are.')
  },
})
app.notFound((context) => missing(requestOf(context), {}))

function requestOf({ req, env }: Context<Env>): ApiRequest {
  const { method, url, raw } = req
  return {
    method,
    url,
    headers: raw.headers,
    remote: env.incoming.socket.remoteAddress ?? null,
    get signal() {
      return raw.signal
    },
    body: (maxBytes) => readIncoming(env.incoming, maxBytes),
    stream: (maxBytes) => streamIncoming(env.incoming, maxBytes),
  }
}

/** Answers one request to an address of the API. */
export const answerApi = getRequestListener(app.fetch, {
  // Do not replace the global Request and Response: the framework, in the same process, relies on its own.
  overrideGlobalObjects: false,
  autoCleanupIncoming: false,
  // Routes never reject, so only the parsing of the request's address can fail.
  errorHandler: () => problem(new ApiError('INVALID_REQUEST', 'The header Host holds no name of a host.')),
})

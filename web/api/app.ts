/** The HTTP API, served by Node's own server: the framework's layers cost more than most answers do. */
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { ApiError } from '@/lib/server/api-error'
import { endpoint, problem, type Routes } from '@/lib/server/http/endpoint'
import { type ApiRequest, readIncoming, streamIncoming } from '@/lib/server/http/request'
import { batchRoutes } from './batches'
import { compress } from './compress'
import { installationRoutes } from './installation'
import { notificationRoutes } from './notifications'
import { packetRoutes } from './packets'
import { providerRoutes } from './providers'
import { queueRoutes } from './queues'
import { recurrenceRoutes } from './recurrences'

type Env = { Bindings: HttpBindings }

export const routes: Routes = {
  ...packetRoutes,
  ...batchRoutes,
  ...queueRoutes,
  ...recurrenceRoutes,
  ...providerRoutes,
  ...notificationRoutes,
  ...installationRoutes,
}

const app = new Hono<Env>({ strict: false })
app.use(compress)
for (const [path, handlers] of Object.entries(routes)) {
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
    get signal() {
      return raw.signal
    },
    body: (maxBytes) => readIncoming(env.incoming, maxBytes),
    stream: (maxBytes) => streamIncoming(env.incoming, maxBytes),
  }
}

/** Answers one request to an address of the API. */
export const answerApi = getRequestListener(app.fetch, {
  // The framework, in the same process, has its own idea of them.
  overrideGlobalObjects: false,
  autoCleanupIncoming: false,
  // Routes never reject: what fails is reading the address that was asked for.
  errorHandler: () => problem(new ApiError('INVALID_REQUEST', 'The header Host holds no name of a host.')),
})

import type { providerOperations } from '@/lib/contract/operations/providers'
import { change, providerOf, requireAll, requireProbeDestination } from '@/lib/server/directory/actions'
import { settings } from '@/lib/server/env'
import type { Routes } from '@/lib/server/http/route'
import { listProviders } from '@/lib/server/providers/list'
import { planRoute } from '@/lib/server/providers/plan'
import { readScoreboard } from '@/lib/server/scoreboard'

export const providerRoutes: Routes<typeof providerOperations> = {
  'GET /api/providers': () => listProviders(),
  'GET /api/providers/scoreboard': ({ query }) => readScoreboard(query.window),
  'POST /api/providers/actions/pause': ({ body }) => change({ do: 'pause' }, body),
  'POST /api/providers/actions/resume': ({ body: { overMs = settings().resumeOverMs, ...because } }) =>
    change({ do: 'resume-sending', overMs }, because),
  'POST /api/providers/actions/reorder': ({ body: { order, ...because } }) => {
    requireAll(order)
    return change({ do: 'reorder', order }, because)
  },
  'POST /api/providers/actions/set-routing': ({ body: { routing, ...because } }) =>
    change({ do: 'set-routing', routing }, because),
  'POST /api/providers/{name}/actions/drain': ({ params, body }) =>
    change({ do: 'drain', provider: providerOf(params.name).name }, body),
  'POST /api/providers/{name}/actions/resume': ({ params, body }) =>
    change({ do: 'resume', provider: providerOf(params.name).name }, body),
  'POST /api/providers/{name}/actions/set-timeout': ({ params, body: { receiptTimeoutMs, ...because } }) =>
    change({ do: 'set-timeout', provider: providerOf(params.name).name, receiptTimeoutMs }, because),
  'POST /api/providers/{name}/actions/probe': ({ params, body }) => {
    const { name: provider, receiptTimeoutMs } = providerOf(params.name)
    requireProbeDestination()
    return change({ do: 'probe', provider, receiptTimeoutMs }, body)
  },
  'GET /api/route': ({ query }) => planRoute(query.destination),
}

import {
  maxChangeBytes,
  orderChange,
  plainChange,
  resumeChange,
  routingChange,
  timeoutChange,
} from '@/lib/contract/provider-actions'
import { routePlanQuery } from '@/lib/contract/route-plan'
import { scoreboardQuery } from '@/lib/contract/scoreboard'
import { change, providerOf, requireAll, requireProbeDestination } from '@/lib/server/directory/actions'
import { settings } from '@/lib/server/env'
import { type Handlers, json, type Routes } from '@/lib/server/http/endpoint'
import { noQuery, parseBody, parseQuery } from '@/lib/server/http/request'
import { listProviders } from '@/lib/server/providers/list'
import { planRoute } from '@/lib/server/providers/plan'
import { readScoreboard } from '@/lib/server/scoreboard'

export const providerRoutes: Routes = {
  '/api/providers': {
    async GET(request) {
      parseQuery(request, noQuery)
      return json(await listProviders())
    },
  },
  '/api/providers/scoreboard': {
    async GET(request) {
      const { window } = parseQuery(request, scoreboardQuery)
      return json(await readScoreboard(window))
    },
  },
  '/api/providers/actions/pause': {
    async POST(request) {
      parseQuery(request, noQuery)
      const because = await parseBody(request, plainChange, maxChangeBytes)
      return json(await change({ do: 'pause' }, because))
    },
  },
  '/api/providers/actions/resume': {
    async POST(request) {
      parseQuery(request, noQuery)
      const { overMs = settings().resumeOverMs, ...because } = await parseBody(
        request,
        resumeChange,
        maxChangeBytes,
      )
      return json(await change({ do: 'resume-sending', overMs }, because))
    },
  },
  '/api/providers/actions/reorder': {
    async POST(request) {
      parseQuery(request, noQuery)
      const { order, ...because } = await parseBody(request, orderChange, maxChangeBytes)
      requireAll(order)
      return json(await change({ do: 'reorder', order }, because))
    },
  },
  '/api/providers/actions/set-routing': {
    async POST(request) {
      parseQuery(request, noQuery)
      const { routing, ...because } = await parseBody(request, routingChange, maxChangeBytes)
      return json(await change({ do: 'set-routing', routing }, because))
    },
  },
  '/api/providers/:name/actions/drain': changeOf('drain'),
  '/api/providers/:name/actions/resume': changeOf('resume'),
  '/api/providers/:name/actions/set-timeout': {
    async POST(request) {
      parseQuery(request, noQuery)
      const { name: provider } = providerOf(request)
      const { receiptTimeoutMs, ...because } = await parseBody(request, timeoutChange, maxChangeBytes)
      return json(await change({ do: 'set-timeout', provider, receiptTimeoutMs }, because))
    },
  },
  '/api/providers/:name/actions/probe': {
    async POST(request) {
      parseQuery(request, noQuery)
      const { name: provider, receiptTimeoutMs } = providerOf(request)
      requireProbeDestination()
      const because = await parseBody(request, plainChange, maxChangeBytes)
      return json(await change({ do: 'probe', provider, receiptTimeoutMs }, because))
    },
  },
  '/api/route': {
    async GET(request) {
      const { destination } = parseQuery(request, routePlanQuery)
      return json(await planRoute(destination))
    },
  },
}

/** To one provider, with nothing but a reason. */
function changeOf(action: 'drain' | 'resume'): Handlers {
  return {
    async POST(request) {
      parseQuery(request, noQuery)
      const { name: provider } = providerOf(request)
      const because = await parseBody(request, plainChange, maxChangeBytes)
      return json(await change({ do: action, provider }, because))
    },
  }
}

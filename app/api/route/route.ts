import { routePlanQuery } from '@/lib/contract/route-plan'
import { endpoint } from '@/lib/server/http/endpoint'
import { parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { planRoute } from '@/lib/server/providers/plan'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async GET(request) {
    const { destination } = parseQuery(request, routePlanQuery)
    return json(await planRoute(destination))
  },
})

import { endpoint } from '@/lib/server/http/endpoint'
import { noQuery, parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { listProviders } from '@/lib/server/providers/list'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async GET(request) {
    parseQuery(request, noQuery)
    return json(await listProviders())
  },
})

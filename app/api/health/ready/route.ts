import { endpoint } from '@/lib/server/http/endpoint'
import { noQuery, parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { requireReady } from '@/lib/server/ready'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async GET(request) {
    parseQuery(request, noQuery)
    return json(await requireReady())
  },
})

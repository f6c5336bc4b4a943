import type { Liveness } from '@/lib/contract/health'
import { endpoint } from '@/lib/server/http/endpoint'
import { noQuery, parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  GET(request) {
    parseQuery(request, noQuery)
    return json({ status: 'live' } satisfies Liveness)
  },
})

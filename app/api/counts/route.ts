import type { Standing } from '@/lib/contract/streams'
import { endpoint } from '@/lib/server/http/endpoint'
import { noQuery, parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { attention, statusCounts } from '@/lib/server/packets/counts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async GET(request) {
    parseQuery(request, noQuery)
    const [counts, calls] = await Promise.all([statusCounts().recent(), attention().recent()])
    return json({ counts, attention: calls } satisfies Standing)
  },
})

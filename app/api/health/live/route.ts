import { type Liveness, livenessQuery } from '@/lib/contract/health'
import { endpoint } from '@/lib/server/http/endpoint'
import { parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { intakeUpSince } from '@/lib/server/receipts/intake'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  GET(request) {
    const { attempt } = parseQuery(request, livenessQuery)
    const body: Liveness = { status: 'live', intakeUpSince: new Date(intakeUpSince(attempt)).toISOString() }
    return json(body)
  },
})

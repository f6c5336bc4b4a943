import type { Liveness } from '@/lib/contract/health'
import { endpoint } from '@/lib/server/http/endpoint'
import { noQuery, parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { intakeUpSince } from '@/lib/server/receipts/intake'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  GET(request) {
    parseQuery(request, noQuery)
    const body: Liveness = { status: 'live', intakeUpSince: new Date(intakeUpSince()).toISOString() }
    return json(body)
  },
})

import { type Greeting, greetingQuery } from '@/lib/contract/greeting'
import { endpoint } from '@/lib/server/http/endpoint'
import { parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  GET(request) {
    const { name } = parseQuery(request, greetingQuery)
    const body: Greeting = { greeting: `¡Hola, ${name}!` }
    return json(body)
  },
})

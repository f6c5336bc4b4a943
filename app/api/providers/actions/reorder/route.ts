import { maxChangeBytes, orderChange } from '@/lib/contract/provider-actions'
import { change, requireAll } from '@/lib/server/directory/actions'
import { endpoint } from '@/lib/server/http/endpoint'
import { noQuery, parseBody, parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async POST(request) {
    parseQuery(request, noQuery)
    const { order, ...because } = await parseBody(request, orderChange, maxChangeBytes)
    requireAll(order)
    return json(await change({ do: 'reorder', order }, because))
  },
})

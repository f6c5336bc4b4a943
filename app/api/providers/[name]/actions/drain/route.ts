import { maxChangeBytes, plainChange } from '@/lib/contract/provider-actions'
import { change, providerOf } from '@/lib/server/directory/actions'
import { endpoint } from '@/lib/server/http/endpoint'
import { noQuery, parseBody, parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async POST(request) {
    parseQuery(request, noQuery)
    const { name: provider } = providerOf(request)
    const because = await parseBody(request, plainChange, maxChangeBytes)
    return json(await change({ do: 'drain', provider }, because))
  },
})

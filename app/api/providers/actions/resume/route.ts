import { maxChangeBytes, resumeChange } from '@/lib/contract/provider-actions'
import { change } from '@/lib/server/directory/actions'
import { settings } from '@/lib/server/env'
import { endpoint } from '@/lib/server/http/endpoint'
import { noQuery, parseBody, parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async POST(request) {
    parseQuery(request, noQuery)
    const { overMs = settings().resumeOverMs, ...because } = await parseBody(
      request,
      resumeChange,
      maxChangeBytes,
    )
    return json(await change({ do: 'resume-sending', overMs }, because))
  },
})

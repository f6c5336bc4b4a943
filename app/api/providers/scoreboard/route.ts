import { scoreboardQuery } from '@/lib/contract/scoreboard'
import { endpoint } from '@/lib/server/http/endpoint'
import { parseQuery } from '@/lib/server/http/parse'
import { json } from '@/lib/server/http/reply'
import { readScoreboard } from '@/lib/server/scoreboard/read'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint({
  async GET(request) {
    const { window } = parseQuery(request, scoreboardQuery)
    return json(await readScoreboard(window))
  },
})

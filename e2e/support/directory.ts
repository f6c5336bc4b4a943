// Changes the provider directory through the API, as another operator would.
import { request } from '@/lib/client/request'
import { apiPath } from '@/lib/contract/paths'
import { type Provider, providerList } from '@/lib/contract/provider-list'
import { waitUntil } from '@/scripts/stack/wait-until'

export async function act(url: string, path: string, body: object = {}): Promise<void> {
  await request(path, { origin: url, method: 'POST', body: { reason: 'tidied up after a test', ...body } })
}

/** Waits two seconds: from then on every choice of a provider sees a change that was answered before. */
export async function inForce(): Promise<void> {
  const from = Date.now() + 2_000
  await waitUntil(async () => (Date.now() > from ? true : null), { limitMs: 5_000, everyMs: 50 })
}

const closingMs = 30_000

/**
 * A breaker may be open after carriers failed, on purpose or on a busy machine. Probes each open one until it is
 * closed; the carriers must already confirm.
 */
export async function closeBreakers(url: string): Promise<void> {
  if ((await brokenOnes(url)).length === 0) return
  const closed = await waitUntil(
    async () => {
      const broken = await brokenOnes(url)
      for (const { name, state } of broken)
        if (state.breaker.state === 'open')
          await act(url, apiPath('/api/providers/{name}/actions/probe', { name }))
      return broken.length === 0
    },
    { limitMs: closingMs, everyMs: 250 },
  )
  if (closed === null) throw new Error(`A breaker was not closed within ${closingMs} ms.`)
  await inForce()
}

async function brokenOnes(url: string): Promise<Provider[]> {
  const { items } = providerList.parse(await request(apiPath('/api/providers'), { origin: url }))
  return items.filter(({ state }) => state.breaker.state !== 'closed')
}

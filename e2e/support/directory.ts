// The provider directory as another operator changes it, by the API.
import { request } from '@/lib/client/request'
import { apiPath } from '@/lib/contract/paths'
import { type Provider, providerList } from '@/lib/contract/provider-list'
import { waitUntil } from '@/scripts/stack/wait-until'

export async function act(url: string, path: string, body: object = {}): Promise<void> {
  await request(path, { origin: url, method: 'POST', body: { reason: 'tidied up after a test', ...body } })
}

/** A change is in force for every choice made two seconds after its answer. */
export async function inForce(): Promise<void> {
  const from = Date.now() + 2_000
  await waitUntil(async () => (Date.now() > from ? true : null), { limitMs: 5_000, everyMs: 50 })
}

const closingMs = 30_000

/**
 * Where carriers failed, as a test wanted it or since the machine was busy, a breaker may be open: it is probed until it
 * is closed. Carriers must confirm by then.
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

// The provider list that the parts are given: the committed one, or a copy that follows CARRIER_PORT.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readProviders } from '@/lib/carrier/provider-file'
import type { ProviderConfig } from '@/lib/contract/provider-config'
import { ROOT } from '../stack/root'

const COMMITTED = join(ROOT, 'providers.json')

/** Where the committed list expects the simulator. */
const DEFAULT_ORIGIN = 'http://127.0.0.1:9091'

/** The same providers with the simulator's own reached at `origin`; real carriers stay as they are. */
export function movedTo(providers: ProviderConfig[], origin: string): ProviderConfig[] {
  return providers.map((provider) => {
    const url = new URL(provider.url)
    if (url.origin !== DEFAULT_ORIGIN) return provider
    return { ...provider, url: `${origin}${url.pathname}${url.search}` }
  })
}

/**
 * @param simulatorOrigin where the simulator listens, for example `http://127.0.0.1:9191`
 * @returns the path to give the parts as PROVIDERS_FILE
 */
export async function ensureProvidersFile(dataDir: string, simulatorOrigin: string): Promise<string> {
  if (simulatorOrigin === DEFAULT_ORIGIN) return COMMITTED
  const moved = movedTo(readProviders(COMMITTED), simulatorOrigin)
  await mkdir(dataDir, { recursive: true })
  const file = join(dataDir, 'providers.json')
  await writeFile(file, `${JSON.stringify(moved, null, 2)}\n`)
  return file
}

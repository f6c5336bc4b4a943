/** What an operator can do to one provider or to all sending. */
import 'server-only'
import { randomUUID } from 'node:crypto'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import type { ProviderList } from '@/lib/contract/provider-list'
import type { OperatorChange } from '@/lib/directory/change'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { log } from '@/lib/server/process'
import { listProviders } from '@/lib/server/providers/list'
import { callStore, store } from '@/lib/server/store'
import { callTemporal } from '@/lib/server/temporal/call'
import { changeDirectory, readDirectory } from '@/lib/store/directory'
import { wakeProbing } from '@/lib/temporal/probing'
import { limitQueues } from '@/lib/temporal/queue-limits'
import { readKnown, sharedDirectory } from './read'

/** The reason of a change, and the operator's name. */
export interface Because {
  reason: string
  who?: string | undefined
}

/** Makes the change and returns the providers with the change in force. @throws ApiError STORE_UNREACHABLE */
export async function change(what: OperatorChange, { reason, who }: Because): Promise<ProviderList> {
  const asked = { id: randomUUID(), at: Date.now(), who: who ?? null, reason, what }
  await callStore(
    (db) => changeDirectory(db, asked),
    'Look at the changes on the Providers page before you try again.',
  )
  store().announce()
  void tellTemporal(what)
  try {
    // A shared read that is under way may have begun before the change.
    sharedDirectory().replace(await readKnown())
    return await listProviders()
  } catch (error) {
    throw error instanceof ApiError && error.code === 'STORE_UNREACHABLE' ? goneSince(error) : error
  }
}

/** The change was stored; only the read after it failed. */
function goneSince(cause: ApiError): ApiError {
  const detail = 'The change is in force, but PostgreSQL has not answered since. Reload in a moment.'
  return new ApiError('STORE_UNREACHABLE', detail, { cause, headers: cause.headers })
}

/**
 * Applies a change in Temporal at once. If this fails, the workers' upkeep of the directory does the same within
 * seconds.
 */
async function tellTemporal(what: OperatorChange): Promise<void> {
  try {
    if (what.do === 'pause' || what.do === 'resume-sending') await stopOrReleaseQueues()
    if (what.do === 'probe') await callTemporal(({ client }) => wakeProbing(client, what.provider))
  } catch (error) {
    log().warn({ err: error, change: what.do }, 'Temporal was not told of a change of the provider directory')
  }
}

/**
 * Reads the state in force instead of using the change itself: of two concurrent changes the later one must win, in
 * whichever order Temporal is told.
 */
async function stopOrReleaseQueues(): Promise<void> {
  const { paused } = await callStore(readDirectory)
  const names = settings().providers.map(({ name }) => name)
  await callTemporal(({ connection, namespace }) =>
    limitQueues(connection, namespace, names, paused !== null),
  )
}

/** @throws ApiError PROVIDER_NOT_FOUND */
export function providerOf(name: string): ConfiguredProvider {
  const provider = settings().providers.find((candidate) => candidate.name === name)
  if (provider !== undefined) return provider
  throw new ApiError(
    'PROVIDER_NOT_FOUND',
    'No provider of this name is configured. GET /api/providers lists them.',
  )
}

/** Probes are sent only to the configured test destination. @throws ApiError NO_PROBE_DESTINATION */
export function requireProbeDestination(): void {
  if (settings().canProbe) return
  throw new ApiError(
    'NO_PROBE_DESTINATION',
    'Set PROBE_DESTINATION, for the web process and the workers, to a destination that may get test packets, and restart them.',
  )
}

/** @throws ApiError INVALID_REQUEST unless every configured provider is named, and no other */
export function requireAll(order: readonly string[]): void {
  const names = settings().providers.map(({ name }) => name)
  const missing = names.filter((name) => !order.includes(name))
  const unknown = order.filter((name) => !names.includes(name))
  if (missing.length === 0 && unknown.length === 0) return
  const [wrong, list] = missing.length > 0 ? ['is missing', missing] : ['is not configured', unknown]
  throw new ApiError(
    'INVALID_REQUEST',
    `order: ${list.join(', ').slice(0, 200)} ${wrong}. Name every provider once.`,
  )
}

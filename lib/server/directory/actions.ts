/** What an operator can do to one provider or to all sending, from the request to the answer. */
import 'server-only'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import type { ProviderList } from '@/lib/contract/provider-list'
import type { OperatorChange } from '@/lib/directory/change'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { listProviders } from '@/lib/server/providers/list'
import { type Because, changeDirectory } from './change'

export interface Changed {
  list: ProviderList
  /** False when no worker took it in time; it is recorded and takes effect as soon as one does. */
  done: boolean
}

/** @throws ApiError TEMPORAL_UNREACHABLE */
export async function change(what: OperatorChange, because: Because): Promise<Changed> {
  const done = await changeDirectory(what, because)
  try {
    return { list: await listProviders(), done }
  } catch (error) {
    throw error instanceof ApiError && error.code === 'TEMPORAL_UNREACHABLE' ? goneSince(done, error) : error
  }
}

/** The read that failed changed nothing, but the change before it stands. */
function goneSince(done: boolean, cause: ApiError): ApiError {
  const detail = `The change is ${done ? 'in force' : 'recorded'}, but Temporal has given no answer since. Look again in a moment.`
  return new ApiError('TEMPORAL_UNREACHABLE', detail, { cause, headers: cause.headers })
}

/**
 * The provider in `/api/providers/<name>/actions/…`. Read from the address itself: of what the framework makes of it
 * nobody can tell whether it was decoded already, and "%41" and "A" may both be providers.
 *
 * @throws ApiError PROVIDER_NOT_FOUND
 */
export function providerOf(request: Pick<Request, 'url'>): ConfiguredProvider {
  const [, , , segment = ''] = new URL(request.url).pathname.split('/')
  const name = decoded(segment)
  const provider = settings().providers.find((candidate) => candidate.name === name)
  if (provider !== undefined) return provider
  throw new ApiError(
    'PROVIDER_NOT_FOUND',
    'No provider of this name is configured. GET /api/providers lists them.',
  )
}

/**
 * A probe goes only to a destination that is configured for it.
 * @throws ApiError NO_PROBE_DESTINATION
 */
export function requireProbeDestination(): void {
  if (settings().canProbe) return
  throw new ApiError(
    'NO_PROBE_DESTINATION',
    'Set PROBE_DESTINATION, at web process and workers, to a destination that may get test packets, and restart them.',
  )
}

/** What is no encoded text is no name either. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return ''
  }
}

/** @throws ApiError INVALID_REQUEST unless every configured provider is named, and nobody else */
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

import 'server-only'
import { ApiError } from '@/lib/server/api-error'
import { log } from '@/lib/server/process'

/**
 * Tries something at once that a worker does later if it fails here. An outage is ignored, since it is reported
 * elsewhere; other errors are logged.
 *
 * @param failed what could not be done, for the log
 */
export async function tryNow(
  failed: string,
  facts: Readonly<Record<string, unknown>>,
  act: () => Promise<unknown>,
): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof ApiError)) log().error({ err: error, ...facts }, failed)
  }
}

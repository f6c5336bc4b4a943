/** Whether the store is what Temporal knows of it: looked at once a second, so that no request waits for that. */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { readInstallation, type SetBack, SetBackWatch, setBackWords } from '@/lib/store/installation'
import { readMark } from '@/lib/temporal/store-mark'
import { ApiError } from './api-error'
import { isStopping, log } from './process'
import { processWide } from './process-wide'
import { callStore } from './store'
import { callTemporal } from './temporal/call'

const everyMs = 1_000
const patienceMs = 2_000

const seen = processWide('set-back', () => ({
  found: null as SetBack | null,
  watch: new SetBackWatch(
    () => callStore(readInstallation),
    () => callTemporal(({ client }) => readMark(client), { limitMs: patienceMs }),
  ),
}))

/** In a sentence with what to do; null while all is well, or that is unknown. */
export function setBackTrouble(): string | null {
  const { found } = seen()
  return found === null ? null : setBackWords[found]
}

/** For what must not reach a store that is about to be mended. @throws ApiError STORE_SET_BACK */
export function refuseWhileSetBack(): void {
  const trouble = setBackTrouble()
  if (trouble !== null) throw new ApiError('STORE_SET_BACK', trouble, { headers: { 'Retry-After': '30' } })
}

/** Called once, before the process serves. Resolves after the first look, or when that failed. */
export async function watchForSetBack(): Promise<void> {
  await look()
  void repeat()
}

async function repeat(): Promise<void> {
  while (!isStopping()) {
    await pause(everyMs, undefined, { ref: false })
    await look()
  }
}

/** What was found last stands while an outage lasts. */
async function look(): Promise<void> {
  const known = seen()
  try {
    const found = await known.watch.check()
    if (found !== null && found !== known.found) log().error(setBackWords[found])
    known.found = found
  } catch (error) {
    if (!(error instanceof ApiError))
      log().error({ err: error }, 'the store could not be compared with Temporal')
  }
}

/**
 * Whether the store was set back, compared with what Temporal knows. Checked once a second in the background, so that
 * no request waits for it.
 */
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

/** What is wrong and what to do; null while all is well or nothing is known. */
export function setBackTrouble(): string | null {
  const { found } = seen()
  return found === null ? null : setBackWords[found]
}

/** Refuses what must not be written to a store that is about to be reconciled. @throws ApiError STORE_SET_BACK */
export function refuseWhileSetBack(): void {
  const trouble = setBackTrouble()
  if (trouble !== null) throw new ApiError('STORE_SET_BACK', trouble, { headers: { 'Retry-After': '30' } })
}

/** Called once, before the process serves requests. Resolves after the first check, even if it failed. */
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

/** During an outage the last finding remains. */
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

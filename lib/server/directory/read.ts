/** The provider directory as the store has it, read at most once a second. */
import 'server-only'
import type { LoggedChange } from '@/lib/directory/change'
import type { DirectoryState } from '@/lib/directory/state'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { readChanges, readDirectory } from '@/lib/store/directory'

const maxAgeMs = 1000
const mostChanges = 50

export interface KnownDirectory {
  state: DirectoryState
  /** The last fifty, newest first. */
  log: LoggedChange[]
}

export const sharedDirectory = processWide('directory', () => new SharedRead(readKnown, maxAgeMs))

/** What is in force now, and the last changes. @throws ApiError STORE_UNREACHABLE */
export async function readKnown(): Promise<KnownDirectory> {
  const [state, log] = await Promise.all([
    callStore(readDirectory),
    callStore((db) => readChanges(db, mostChanges)),
  ])
  return { state, log }
}

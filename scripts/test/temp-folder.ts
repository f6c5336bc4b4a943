// Runs once before all tests: makes a temporary folder, and removes it with everything that tests wrote there at the
// end.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

// Short, because a socket path inside must fit into about a hundred characters.
const prefix = 'waybill-test-'

/** Every project of the test runner calls this; the first call makes the folder for all. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (basename(tmpdir()).startsWith(prefix)) return
  const folder = await mkdtemp(join(tmpdir(), prefix))
  process.env.TMPDIR = folder
  return () => rm(folder, { recursive: true, force: true })
}

// Runs once before all tests: whatever they write to the temporary folder is gone when they are done.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

// Short: a socket's path in it has to fit into about a hundred characters.
const prefix = 'waybill-test-'

/** Each project of the test runner asks for it; the first one makes it for all. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (basename(tmpdir()).startsWith(prefix)) return
  const folder = await mkdtemp(join(tmpdir(), prefix))
  process.env.TMPDIR = folder
  return () => rm(folder, { recursive: true, force: true })
}

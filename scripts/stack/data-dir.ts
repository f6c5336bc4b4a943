import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** What SQLite keeps beside the store itself. */
const STORE_ENDINGS = ['', '-wal', '-shm']

export function storeFile(dataDir: string): string {
  return join(dataDir, 'temporal.sqlite')
}

/**
 * Makes the data folder. One that is already there keeps its rights, since it may hold other things; a store in it that
 * others could read is closed to them, for contents of packets are in there.
 */
export async function ensureDataDir(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  for (const ending of STORE_ENDINGS) {
    await chmod(`${storeFile(dataDir)}${ending}`, 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  }
}

import { chmod, mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../console/problem'

/** What SQLite keeps beside the store itself. */
const STORE_ENDINGS = ['', '-wal', '-shm']

/** SQLite opens no file whose whole path is longer, 512 bytes with the endings of what it keeps beside it. */
const LONGEST_STORE_PATH = 504

export function storeFile(dataDir: string): string {
  return join(dataDir, 'temporal.sqlite')
}

/**
 * Makes the data folder. One that is already there keeps its rights, since it may hold other things; a store in it that
 * others could read is closed to them, for contents of packets are in there.
 *
 * @returns its real path: one folder has one name, whatever links lead to it
 * @throws Problem when SQLite could not open a store in it
 */
export async function ensureDataDir(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const folder = await realpath(dataDir)
  const tooLong = Buffer.byteLength(storeFile(folder)) - LONGEST_STORE_PATH
  if (tooLong > 0) {
    throw new Problem(
      `DATA_DIR: the path ${folder} is ${tooLong} bytes too long for SQLite; name a folder with a shorter one. Example: DATA_DIR=.data`,
    )
  }
  for (const ending of STORE_ENDINGS) {
    await chmod(`${storeFile(folder)}${ending}`, 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  }
  return folder
}

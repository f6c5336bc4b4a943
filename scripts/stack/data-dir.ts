// The data folder: created, closed to other users, and used by one stack at a time.
import { createHash } from 'node:crypto'
import { chmod, mkdir, realpath, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Problem } from '../console/problem'
import { codeOf } from './addresses'

/** SQLite's file and the files that it keeps beside it. */
const STORE_ENDINGS = ['', '-wal', '-shm']

/** SQLite opens no file with a path over 512 bytes, including the endings of the files beside it. */
const LONGEST_STORE_PATH = 504

export function storeFile(dataDir: string): string {
  return join(dataDir, 'temporal.sqlite')
}

/**
 * Makes the data folder. An existing one keeps its mode, since it may hold other things. A store in it that others can
 * read is closed to them, because it holds data of packets.
 *
 * @returns its real path, so that one folder has one name whatever links lead to it
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

/** Node 20 silently truncates a longer socket path; macOS has the lowest limit, 103 bytes. */
const MOST_BYTES = 100

function socketPath(dataDir: string): string {
  const name = `waybill-${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16)}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  const path = join(tmpdir(), `${name}.sock`)
  return Buffer.byteLength(path) > MOST_BYTES ? join('/tmp', `${name}.sock`) : path
}

/** The listening server, or the system's error code when it cannot listen. */
function listen(path: string): Promise<Server | string> {
  return new Promise((done) => {
    const server = createServer((socket) => socket.end())
    server.once('error', (error) => done(codeOf(error)))
    server.listen(path, () => {
      server.unref()
      done(server)
    })
  })
}

function someoneListens(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}

const TAKEN = 'EADDRINUSE'

/**
 * Locks the folder for one stack, since two servers on one SQLite file would corrupt it. The lock is a listening
 * socket, which the system closes however the process ends.
 *
 * @returns a function that releases the lock
 * @throws Problem when another stack holds the lock, or it cannot be made
 */
export async function lockDataDir(dataDir: string): Promise<() => void> {
  const path = socketPath(dataDir)
  let held = await listen(path)
  if (held === TAKEN && !(await someoneListens(path))) {
    // The socket file was left behind by a killed process.
    await rm(path, { force: true })
    held = await listen(path)
  }
  if (typeof held === 'string') throw new Problem(held === TAKEN ? alreadyRuns(dataDir) : noRoom(path, held))
  const server = held
  return () => server.close()
}

function alreadyRuns(dataDir: string): string {
  return `Waybill is already running from ${dataDir}; stop it, or give this one its own folder and ports, for example DATA_DIR=.data-two PORT=3100 TEMPORAL_PORT=7333 TEMPORAL_UI_PORT=8333 CARRIER_PORT=9191 METRICS_PORT=9564 POSTGRES_PORT=5533.`
}

function noRoom(path: string, code: string): string {
  return `The temporary folder ${dirname(path)} cannot hold the lock on the data folder (${code}); see that it exists and that this user may write to it, or name another with TMPDIR.`
}

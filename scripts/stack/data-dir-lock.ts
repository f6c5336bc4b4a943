// One stack at a time on one data folder: two servers on one SQLite file would spoil it. The lock is a listening
// socket, so the system lets go of it however its holder ends.
import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Problem } from '../console/problem'

function socketPath(dataDir: string): string {
  // Hashed because the path of a socket may have about 100 characters only.
  const name = `waybill-${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16)}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

function listen(path: string): Promise<Server | null> {
  return new Promise((done) => {
    const server = createServer((socket) => socket.end())
    server.once('error', () => done(null))
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

/**
 * @returns what lets go of the folder again
 * @throws Problem when another stack holds it
 */
export async function lockDataDir(dataDir: string): Promise<() => void> {
  const path = socketPath(dataDir)
  let server = await listen(path)
  if (!server && !(await someoneListens(path))) {
    // Left behind by a holder that was killed.
    await rm(path, { force: true })
    server = await listen(path)
  }
  if (!server) {
    throw new Problem(
      `Waybill is already running from ${dataDir}; stop it, or give this one its own folder and ports, for example DATA_DIR=.data-two PORT=3100 TEMPORAL_PORT=7333 TEMPORAL_UI_PORT=8333 CARRIER_PORT=9191.`,
    )
  }
  const held = server
  return () => held.close()
}

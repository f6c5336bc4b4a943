import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, lchown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { freePorts } from './addresses'
import { stopLeftBehind } from './postgres-folder'
import { checkPostgres, type PostgresOptions, PostgresServer } from './postgres-server'
import { descendantsOf, isAlive } from './test-support/processes'
import { waitUntil } from './wait-until'

// Each test makes one or two folders of data, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
afterAll(() => vi.resetConfig())

const isRoot = process.getuid?.() === 0
const password = 'a-password_of-24-characters'

/** Safe in tests, because the machine does not lose power. */
const QUICK = { fsync: 'off' }

let folder: string
const servers: PostgresServer[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-pg-'))
})

afterEach(async () => {
  await Promise.all(servers.splice(0).map(({ part }) => part.kill()))
  await stopLeftBehind(folder)
  await rm(folder, { recursive: true })
})

async function create(options: Partial<PostgresOptions> = {}): Promise<PostgresServer> {
  const [port = 0] = await freePorts(1)
  const logFile = join(folder, 'logs', 'postgres.log')
  const server = await PostgresServer.create({
    dataDir: folder,
    port,
    password,
    logFile,
    settings: QUICK,
    ...options,
  })
  servers.push(server)
  return server
}

async function started(options?: Partial<PostgresOptions>): Promise<PostgresServer> {
  const server = await create(options)
  await server.start()
  return server
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  // Killing the server breaks its connections.
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

const setting = (name: string) => `SELECT current_setting('${name}') AS it`

test('starts with an empty database on loopback only, requires the password, and keeps what is stored', async () => {
  const first = await started({ settings: {} })
  const url = first.url()
  expect(
    await query(url, 'SELECT datcollate, pg_encoding_to_char(encoding) AS encoding FROM pg_database'),
  ).toEqual(Array(4).fill({ datcollate: 'C', encoding: 'UTF8' }))
  expect(await query(url, setting('listen_addresses'))).toEqual([{ it: '127.0.0.1' }])
  expect(await query(url, setting('synchronous_commit'))).toEqual([{ it: 'on' }])
  expect(await query(url, setting('fsync'))).toEqual([{ it: 'on' }])
  await expect(query(url.replace(password, 'another'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  await query(url, 'CREATE EXTENSION pg_trgm')
  await query(url, "CREATE TABLE kept AS SELECT 'żółć' AS it")
  await first.part.stop()
  const second = await started()
  expect(await query(second.url(), 'SELECT it FROM kept')).toEqual([{ it: 'żółć' }])
})

test('only its user can read the data, and nothing shows the password', async () => {
  const server = await started()
  expect((await stat(join(folder, 'postgres'))).mode & 0o077).toBe(0)
  expect(await readdir(folder)).not.toContain('postgres.unfinished')
  expect(await readFile(server.part.logFile, 'utf8')).not.toContain(password)
  for (const pid of [server.part.pid ?? 0, ...(await descendantsOf(process.pid))]) {
    const file = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
    expect(await file('cmdline')).not.toContain(password)
    expect(await file('environ')).not.toContain(password)
  }
})

test('a failed statement does not write contents of rows to the log', async () => {
  const server = await started()
  await query(
    server.url(),
    'CREATE TABLE packets (id text PRIMARY KEY, content text CHECK (length(content) < 30))',
  )
  const secret = 'the content of a private packet'
  await expect(query(server.url(), `INSERT INTO packets VALUES ('a', '${secret}')`)).rejects.toThrow(
    /packets/,
  )
  await expect(query(server.url(), `SELECT '${secret}'::int`)).rejects.toThrow(/integer/)
  await server.part.stop()
  const log = await readFile(server.part.logFile, 'utf8')
  expect(log).toContain('violates check constraint')
  expect(log).not.toContain('INSERT')
  expect(log).not.toContain('Failing row')
})

test('stops within its grace while clients are connected and in the middle of a transaction', async () => {
  const server = await started()
  const client = new pg.Client(server.url())
  const ended = new Promise((done) => client.on('error', done))
  await client.connect()
  await client.query('BEGIN')
  const began = performance.now()
  await server.part.stop()
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(server.part.lastExit).toMatchObject({ code: 0, wanted: true })
  await ended
})

test('an unfinished folder is made again', async () => {
  const draft = join(folder, 'postgres.unfinished', 'data')
  await mkdir(draft, { recursive: true })
  await writeFile(join(draft, 'PG_VERSION'), '18\n')
  await mkdir(join(folder, 'postgres'))
  const server = await started()
  expect(await query(server.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(await readdir(folder)).not.toContain('postgres.unfinished')
})

test.each([
  [
    'PG_VERSION',
    '16\n',
    /holds data of PostgreSQL 16, and this Waybill runs PostgreSQL 18; .*npm run export.*DATABASE_URL/,
  ],
  ['notes.txt', 'mine', /holds files but no data of PostgreSQL .*; put it back from a copy, move it away/],
])(
  'a folder that holds %s of something else stays as it is, and the error says what to do',
  async (name, content, sentence) => {
    await mkdir(join(folder, 'postgres'))
    await writeFile(join(folder, 'postgres', name), content)
    const server = await create()
    await expect(server.start()).rejects.toThrow(sentence)
    await expect(checkPostgres(folder)).rejects.toThrow(sentence)
    expect(await readdir(join(folder, 'postgres'))).toEqual([name])
  },
)

test('works in a folder with an odd name and a long path, and recognizes its process', async () => {
  const dataDir = join(folder, `a#b?c%20 'd' "e" $f \\g\nżółć`, 'x'.repeat(200), 'y'.repeat(150))
  await mkdir(dataDir, { recursive: true })
  const server = await started({ dataDir, logFile: join(folder, 'postgres.log') })
  expect(await query(server.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await stopLeftBehind(dataDir)
  expect(server.part.pid === null || !isAlive(server.part.pid)).toBe(true)
})

test('replaces a lost password and keeps the data', async () => {
  const first = await started()
  await query(first.url(), 'CREATE TABLE kept AS SELECT 1 AS it')
  await first.part.stop()
  const server = await started({ password: 'another_password-of-some-length' })
  expect(await query(server.url(), 'SELECT it FROM kept')).toEqual([{ it: 1 }])
  expect(await readFile(server.part.logFile, 'utf8')).not.toContain('another_password')
})

test('restarts after a crash with everything that was committed', async () => {
  const server = await started()
  await query(server.url(), 'CREATE TABLE kept AS SELECT 1 AS it')
  process.kill(server.part.pid ?? 0, 'SIGKILL')
  expect(await waitUntil(async () => (server.part.running ? null : true), { limitMs: 10_000 })).toBe(true)
  expect(server.part.lastExit).toMatchObject({ signal: 'SIGKILL', wanted: false })
  await server.start()
  expect(await query(server.url(), 'SELECT it FROM kept')).toEqual([{ it: 1 }])
})

/** Starts a server from another process, then kills that process and its guard, so that only PostgreSQL is left. */
async function leaveBehind(): Promise<number> {
  const script = `
    import { PostgresServer } from ${JSON.stringify(join(import.meta.dirname, 'postgres-server.ts'))}
    const [dataDir, port, password] = ${JSON.stringify([folder, (await freePorts(1))[0], password])}
    const server = await PostgresServer.create({ dataDir, port, password, logFile: dataDir + '/other.log' })
    await server.start()
    console.log(server.part.pid)
  `
  const starter = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    cwd: join(import.meta.dirname, '..', '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [pid] = await once(starter.stdout, 'data')
  const left = Number(pid)
  const [, ppid] = /^PPid:\s+(\d+)$/m.exec(await readFile(`/proc/${left}/status`, 'utf8')) ?? []
  // The starter is stopped first, since it would end the whole process group when its guard dies.
  process.kill(starter.pid ?? 0, 'SIGSTOP')
  process.kill(Number(ppid), 'SIGKILL')
  process.kill(starter.pid ?? 0, 'SIGKILL')
  await once(starter, 'exit')
  expect(isAlive(left)).toBe(true)
  return left
}

const onLinux = test.skipIf(process.platform !== 'linux')

onLinux(
  'a server left running by a kill of everything else is stopped, and its port is free again',
  async () => {
    const left = await leaveBehind()
    await checkPostgres(folder)
    expect(isAlive(left)).toBe(false)
    const server = await started()
    expect(await query(server.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  },
)

onLinux('also one that does not stop when it is asked', async () => {
  const left = await leaveBehind()
  process.kill(left, 'SIGSTOP')
  await stopLeftBehind(folder, 300)
  expect(isAlive(left)).toBe(false)
  await started()
})

test('a process that has the id of a dead server is left alone, and does not keep the server from starting', async () => {
  const first = await started()
  await query(first.url(), 'CREATE TABLE kept AS SELECT 1 AS it')
  const pidFile = join(folder, 'postgres', 'postmaster.pid')
  const lines = (await readFile(pidFile, 'utf8')).split('\n').slice(1)
  await first.part.kill()
  const { uid, gid } = await stat(pidFile)
  // It runs as PostgreSQL's user: PostgreSQL ignores a process of another user.
  const other = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { cwd: '/', uid, gid })
  try {
    await once(other, 'spawn')
    await writeFile(pidFile, [other.pid, ...lines].join('\n'))
    const server = await started()
    expect(await query(server.url(), 'SELECT it FROM kept')).toEqual([{ it: 1 }])
    expect(other.exitCode ?? other.signalCode).toBeNull()
  } finally {
    other.kill('SIGKILL')
  }
})

test("a taken port is reported with the server's last lines", async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const address = taken.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const server = await create({ port })
  await expect(server.start()).rejects.toThrow(
    /^postgres ended with exit status 1 while starting.*Address already in use/s,
  )
  taken.close()
})

const asRoot = test.skipIf(!isRoot)

asRoot('as root it runs as another user, also where that user may pass through no folder', async () => {
  const closed = await mkdtemp(join(homedir(), '.waybill-test-'))
  try {
    await chmod(closed, 0o700)
    const dataDir = join(closed, 'data')
    await mkdir(dataDir, { mode: 0o700 })
    const server = await started({ dataDir, logFile: join(dataDir, 'postgres.log') })
    expect(await query(server.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    const status = await readFile(`/proc/${server.part.pid}/status`, 'utf8')
    expect(status).not.toMatch(/^Uid:.*\b0\b/m)
    await server.part.stop()
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
  } finally {
    await rm(closed, { recursive: true })
  }
})

asRoot('data that root has put back from a copy is given to its user again', async () => {
  const first = await started()
  await query(first.url(), 'CREATE TABLE kept AS SELECT 1 AS it')
  await first.part.stop()
  const data = join(folder, 'postgres')
  for (const entry of ['.', ...(await readdir(data, { recursive: true }))])
    await lchown(join(data, entry), 0, 0)
  const second = await started()
  expect(await query(second.url(), 'SELECT it FROM kept')).toEqual([{ it: 1 }])
})

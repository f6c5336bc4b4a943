// The folder of PostgreSQL's data: made once, whole or not at all, and never used by two servers.
import { chown, lchown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { execa } from 'execa'
import { Problem } from '../console/problem'
import { ELSEWHERE, type Owner, type PostgresPrograms, postgresEnvironment } from './postgres-programs'

/** The one role there is; it may do everything. */
export const POSTGRES_ROLE = 'waybill'

const INITDB_LIMIT_MS = 120_000

export function postgresFolder(dataDir: string): string {
  return join(dataDir, 'postgres')
}

async function give(path: string, owner: Owner | null): Promise<void> {
  if (owner) await chown(path, owner.uid, owner.gid)
}

/** A copy that root has put back belongs to root. */
async function giveAll(folder: string, { uid, gid }: Owner): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true })) await lchown(join(folder, entry), uid, gid)
  // Last, because it tells whether the rest is done.
  await chown(folder, uid, gid)
}

async function run(
  programs: PostgresPrograms,
  [name, args]: Parameters<PostgresPrograms['command']>,
  cwd: string,
  input = '',
): Promise<void> {
  const call = programs.command(name, args)
  const { failed, stderr, shortMessage } = await execa(call.program, call.args, {
    reject: false,
    input,
    cwd,
    timeout: INITDB_LIMIT_MS,
    env: postgresEnvironment(),
    extendEnv: false,
  })
  if (!failed) return
  const lines = stderr?.trim().split('\n').slice(-5).join('\n  ')
  throw new Problem(
    `PostgreSQL's ${name} failed in ${cwd}; mend what it says, ${ELSEWHERE}:\n  ${lines || shortMessage}`,
  )
}

/** Made beside its place and moved there when complete, so that an interruption leaves nothing half made. */
async function make(
  dataDir: string,
  password: string,
  programs: PostgresPrograms,
  durable: boolean,
): Promise<void> {
  const draft = join(dataDir, 'postgres.unfinished')
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  // A file, because an argument can be read by every user of the machine.
  const passwordFile = join(draft, 'password')
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  await give(passwordFile, programs.owner)
  await give(draft, programs.owner)
  const data = join(draft, 'data')
  const args = [
    ...['-D', data, `--username=${POSTGRES_ROLE}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    // Sorts alike on every machine and after every update of its libraries, which would spoil an index otherwise.
    ...['--locale=C', '--encoding=UTF8', '--no-instructions'],
    ...(durable ? [] : ['--no-sync']),
  ]
  await run(programs, ['initdb', args], draft)
  await rename(data, postgresFolder(dataDir))
  await rm(draft, { recursive: true, force: true })
}

/** The major version of what lies in the folder; null when nothing does. */
async function versionIn(folder: string): Promise<string | null> {
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => null)
  if (version !== null) return version.trim()
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (entries.length === 0) return null
  throw new Problem(
    `${folder} holds files but no data of PostgreSQL (PG_VERSION is missing or cannot be read); put it back from a copy, move it away for a new one, or name another folder with DATA_DIR.`,
  )
}

/**
 * Whether there is a folder of data already.
 * @throws Problem when these programs and this user cannot use it
 */
export async function checkPostgresFolder(dataDir: string, programs: PostgresPrograms): Promise<boolean> {
  const folder = postgresFolder(dataDir)
  const version = await versionIn(folder)
  if (version === null) return false
  if (version !== String(programs.major)) {
    throw new Problem(
      `${folder} holds data of PostgreSQL ${version}, and this Waybill runs PostgreSQL ${programs.major}; start the Waybill that made it and take the data out with "npm run export", or set DATABASE_URL to a PostgreSQL ${version} on that data.`,
    )
  }
  const { uid } = await stat(folder)
  const self = process.getuid?.() ?? uid
  if (uid !== self && !programs.owner) {
    throw new Problem(
      `${folder} belongs to user ${uid}, and this is user ${self}; start as that user or as root, or name another folder with DATA_DIR.`,
    )
  }
  return true
}

interface FolderOptions {
  dataDir: string
  password: string
  /** Whether what is made has to survive a loss of power. */
  durable: boolean
}

/**
 * Makes the folder if there is none.
 * @throws Problem when it cannot be made or used
 */
export async function preparePostgresFolder(
  { dataDir, password, durable }: FolderOptions,
  programs: PostgresPrograms,
): Promise<void> {
  const folder = postgresFolder(dataDir)
  if (!(await checkPostgresFolder(dataDir, programs))) return make(dataDir, password, programs, durable)
  const { owner } = programs
  if (owner && (await stat(folder)).uid !== owner.uid) await giveAll(folder, owner)
}

/** Gives the role the password again, which a lost file of secrets was replaced with. No server may run. */
export async function resetPassword(
  dataDir: string,
  password: string,
  programs: PostgresPrograms,
): Promise<void> {
  const args = ['--single', '-D', postgresFolder(dataDir), '-c', 'log_min_error_statement=panic', 'postgres']
  await run(programs, ['postgres', args], dataDir, `ALTER ROLE ${POSTGRES_ROLE} PASSWORD '${password}'\n`)
}

/** Who the process is, as every user may see it; null when there is none. */
async function commandLineOf(pid: number): Promise<string[] | null> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    // That of a process that has ended and was not collected is empty.
    return text === '' ? null : text.split('\0')
  }
  const { stdout, failed } = await execa('ps', ['-p', String(pid), '-o', 'command='], { reject: false })
  return failed || !stdout ? null : stdout.trim().split(' ')
}

/** Its path may hold blanks, which `ps` does not tell from those between arguments. */
async function serves(pid: number, folder: string): Promise<boolean> {
  const line = await commandLineOf(pid)
  if (!line) return false
  return /(^|\/)postgres$/.test(line[0] ?? '') && `${line.join(' ')} `.includes(` -D ${folder} `)
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

/** Its sockets are closed, too; not collected by its parent, it may keep its number. */
async function hasEnded(pid: number): Promise<boolean> {
  if (!signal(pid, 0)) return true
  return /\) Z [^)]*$/.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))
}

/** Higher than any system counts. */
const NO_PROCESS = '2147483647'

/** Fast shutdown, then without a checkpoint, then at once. What was committed survives each of them. */
const STOPPING: NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGKILL']
const STOPPING_LIMIT_MS = 10_000

async function end(pid: number, limitMs: number): Promise<void> {
  for (const name of STOPPING) {
    signal(pid, name)
    const until = performance.now() + limitMs
    while (performance.now() < until) {
      if (await hasEnded(pid)) return
      await pause(25)
    }
  }
}

/**
 * Stops a server that was left running on this folder when everything else was killed. Call it only while no other
 * Waybill can be using the folder.
 *
 * @param limitMs how long each way of stopping it may take
 */
export async function stopLeftBehind(dataDir: string, limitMs = STOPPING_LIMIT_MS): Promise<void> {
  const folder = postgresFolder(dataDir)
  const file = join(folder, 'postmaster.pid')
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1 || process.platform === 'win32') return
  if (await serves(pid, folder)) await end(pid, limitMs)
  const left = await readFile(file, 'utf8').catch(() => null)
  if (left === null || !signal(pid, 0)) return
  // Its number may be another process's now, after a start of the machine or container: PostgreSQL would take that for a
  // server of its own and refuse to start. The rest of the file tells it whether parts of the dead one still run.
  if ((await hasEnded(pid)) || !(await serves(pid, folder))) {
    await writeFile(file, left.replace(/^\d+/, NO_PROCESS))
  }
}

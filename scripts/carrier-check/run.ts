/** `npm run carrier:check` from its arguments to its exit status. */
import { Problem } from '../console/problem'
import { readDotenv } from '../stack/dotenv'
import { fromCaller } from '../stack/root'
import type { CallbackPlace } from './callback-server'
import { help, readWish } from './options'
import { asJson, asTable } from './report'
import { runChecks } from './run-checks'

interface Output {
  write: (text: string) => unknown
  isTTY?: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

export interface Surroundings {
  env: Environment
  out: Output
  err: Output
  signal: AbortSignal
}

/** 0 when every check that ran has passed, 2 when one failed, 1 when they could not run. */
export async function run(args: string[], { env, out, err, signal }: Surroundings): Promise<number> {
  try {
    const wish = readWish(args, (file) => ({ ...(file !== null && variablesIn(file)), ...env }))
    if (wish === 'help') {
      out.write(await help(out))
      return 0
    }
    const { given, place, only, json } = wish
    if (isFarAway(given.url) && isOnlyHere(place)) err.write(`${reachHint(place)}\n`)
    if (err.isTTY) err.write(`Checking ${given.url}; this takes some seconds.\n`)
    const results = await runChecks({ given, place, only, signal })
    out.write(json ? asJson(given.url, results) : asTable(results, out.isTTY === true))
    const failed = results.filter(({ verdict }) => verdict === 'failed').map(({ check }) => check.name)
    if (failed.length === 0) return 0
    if (!json) out.write(`These alone: npm run carrier:check -- ${commandWith(args, failed)}\n`)
    return 2
  } catch (error) {
    if (signal.aborted) {
      err.write('Stopped.\n')
      return 130
    }
    if (!(error instanceof Problem)) throw error
    err.write(`${error.message}\n`)
    return 1
  }
}

/** The same command limited to some checks. Arguments only name secrets and never contain them. */
function commandWith(args: string[], only: string[]): string {
  const others = args.filter((arg, index) => !arg.startsWith('--only') && args[index - 1] !== '--only')
  const quoted = others.map((arg) =>
    /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`,
  )
  return [...quoted, '--only', only.join(',')].join(' ')
}

function variablesIn(file: string): Record<string, string> {
  try {
    return readDotenv(fromCaller(file))
  } catch (error) {
    throw error instanceof Problem ? new Problem(`--env-file ${file}: ${error.message}`) : error
  }
}

const loopback = /^(localhost|127\.[\d.]+|\[::1\]|::1)$/

function isFarAway(url: string): boolean {
  return !loopback.test(new URL(url).hostname)
}

function isOnlyHere({ host, url }: CallbackPlace): boolean {
  return url === null && loopback.test(host)
}

function reachHint({ host }: CallbackPlace): string {
  return `Receipts are taken on ${host}, which a carrier elsewhere does not reach: use --callback-host or --callback-url.`
}

// Starts the product in the foreground and keeps it running until Ctrl-C.
import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import { join, relative } from 'node:path'
import { pagePaths } from '@/lib/contract/paths'
import { buildProcessesStep, buildWebStep } from '../build/steps'
import { webBuild } from '../build/web'
import { listenForInterruption } from '../console/interruption'
import { describeFailure } from '../console/problem'
import { runSteps, type Step } from '../console/steps'
import { ensurePortsFree, LOOPBACK } from '../stack/addresses'
import { ensureDataDir, lockDataDir } from '../stack/data-dir'
import { loadDotenv } from '../stack/dotenv'
import { checkPartEnv } from '../stack/part-env'
import { checkPostgres } from '../stack/postgres-server'
import { ROOT } from '../stack/root'
import { readSettings, type Settings } from '../stack/settings'
import { type PartName, Stack } from '../stack/stack'
import { findTemporalCli } from '../stack/temporal-cli'
import { Supervisor, tellOfFullDisk } from './supervisor'

export interface Running {
  mode: 'production' | 'development'
  onLine?: (part: PartName, line: string) => void
  /** Called when everything runs. */
  onStarted?: (stack: Stack, signal: AbortSignal) => void
}

async function checkPorts(settings: Settings): Promise<void> {
  const { PORT, CARRIER_PORT, TEMPORAL_PORT, TEMPORAL_UI_PORT, HOST, TEMPORAL_HOST, TEMPORAL_ADDRESS } =
    settings
  const { POSTGRES_PORT, METRICS_PORT, DATABASE_URL } = settings
  await ensurePortsFree({ PORT, CARRIER_PORT, METRICS_PORT }, HOST)
  if (!DATABASE_URL) await ensurePortsFree({ POSTGRES_PORT }, LOOPBACK)
  if (!TEMPORAL_ADDRESS) await ensurePortsFree({ TEMPORAL_PORT, TEMPORAL_UI_PORT }, TEMPORAL_HOST)
}

function findCliStep(signal: AbortSignal, found: (path: string) => void): Step {
  return {
    title: 'Looking for the Temporal CLI',
    run: async (report) => {
      const path = await findTemporalCli({ report, signal })
      found(path)
      return `Temporal CLI: ${path}`
    },
  }
}

function createStack(settings: Settings, cliPath: string | null, { mode, onLine }: Running): Promise<Stack> {
  const hearOfDisk = tellOfFullDisk(settings.DATA_DIR, (line) => console.error(line))
  return Stack.create({
    host: settings.HOST,
    temporalHost: settings.TEMPORAL_HOST,
    ports: {
      web: settings.PORT,
      temporal: settings.TEMPORAL_PORT,
      temporalUi: settings.TEMPORAL_UI_PORT,
      carrier: settings.CARRIER_PORT,
      metrics: settings.METRICS_PORT,
    },
    dataDir: settings.DATA_DIR,
    database: settings.DATABASE_URL ? { url: settings.DATABASE_URL } : { port: settings.POSTGRES_PORT },
    cliPath,
    ...(settings.TEMPORAL_NAMESPACE ? { namespace: settings.TEMPORAL_NAMESPACE } : {}),
    mode,
    onLine: (part, line) => {
      onLine?.(part, line)
      hearOfDisk(part, line)
    },
  })
}

function announce({ addresses }: Stack, dataDir: string): void {
  const rows = [
    ['Overview', `${addresses.web}${pagePaths.overview}`],
    ['Submit one', `${addresses.web}${pagePaths.submit}`],
    ['Carrier simulator', addresses.carrier],
    ['Temporal', addresses.temporalUi ?? addresses.temporal],
  ]
  const lines = rows.map(([what, where]) => `  ${what?.padEnd(19)}${where}`)
  console.log(
    `\nWaybill runs.\n${lines.join('\n')}\n\nLogs are in ${relative('', dataDir) || '.'}/logs. Ctrl-C stops everything.`,
  )
}

/** `npm start`: the whole product in one foreground process tree. */
export function start(): Promise<number> {
  return runProduct({
    mode: 'production',
    onStarted: (stack, signal) => followBuild(stack, signal, (line) => console.log(line)),
  })
}

/** Runs everything from set-up to orderly stop; returns the exit status. */
export async function runProduct(running: Running): Promise<number> {
  const interruption = listenForInterruption()
  const { signal } = interruption
  let stack: Stack | null = null
  try {
    loadDotenv()
    const given = readSettings(process.env)
    const settings = { ...given, DATA_DIR: await ensureDataDir(given.DATA_DIR) }
    // The lock comes first: when the folder is already in use, that is the cause, and taken ports only a consequence.
    await lockDataDir(settings.DATA_DIR)
    await checkPartEnv(settings.DATA_DIR)
    // PostgreSQL comes before the ports: a server left behind by an earlier start still holds its port.
    if (!settings.DATABASE_URL) await checkPostgres(settings.DATA_DIR)
    await checkPorts(settings)
    let cliPath: string | null = null
    const getCli = settings.TEMPORAL_ADDRESS ? [] : [findCliStep(signal, (path) => (cliPath = path))]
    await runSteps([
      ...getCli,
      buildProcessesStep,
      ...(running.mode === 'production' ? [buildWebStep(signal)] : []),
    ])
    // The parts' files hold data of packets, wherever they are, so only the owner may read them. Built files keep
    // their mode.
    process.umask(0o077)
    const created = await createStack(settings, cliPath, running)
    stack = created
    interruption.onImpatience(() => void created.killAll())
    await runSteps(startSteps(created, signal))
    announce(created, settings.DATA_DIR)
    running.onStarted?.(created, signal)
    await new Supervisor(created, (line) => console.log(line)).watch(signal)
    return 0
  } catch (error) {
    if (signal.aborted) {
      console.error('\nStopped before everything ran.')
      return 130
    }
    console.error(`\n${describeFailure(error)}`)
    return 1
  } finally {
    if (stack) await stopAll(stack)
  }
}

async function stopAll(stack: Stack): Promise<void> {
  console.log('\nStopping …')
  await stack.stop()
  console.log('Stopped; nothing is left running.')
}

const TITLES: Record<PartName, string> = {
  postgres: 'PostgreSQL',
  temporal: 'Temporal',
  simulator: 'the carrier simulator',
  worker: 'the worker',
  web: 'the web server',
}

function startStep(stack: Stack, names: PartName[], signal: AbortSignal): Step {
  const what = names.map((name) => TITLES[name]).join(', ')
  return {
    title: `Starting ${what}`,
    run: async () => {
      await Promise.all(names.map((name) => stack.start(name, signal)))
      return `Started ${what}`
    },
  }
}

/** The steps that start everything in order, with the set-up of Temporal in between. */
export function startSteps(stack: Stack, signal: AbortSignal): Step[] {
  return [
    ...stack.early.map((names) => startStep(stack, names, signal)),
    {
      title: `Preparing namespace ${stack.namespace} on ${stack.addresses.temporal}`,
      run: async () => {
        await stack.prepare(signal)
        return `Prepared namespace ${stack.namespace} on ${stack.addresses.temporal}`
      },
    },
    startStep(stack, ['worker'], signal),
    {
      title: 'Waiting until everything answers',
      run: async () => {
        await stack.waitUntilReady(signal)
        return 'Everything answers'
      },
    },
  ]
}

const EVERY_MS = 1000

function readStamp(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // The stamp is absent during a build.
    return null
  }
}

/**
 * Restarts the web server after the pages were built again, until the signal is aborted. A build by the tests or
 * another start replaces the files that the server reads.
 */
export function followBuild(stack: Stack, signal: AbortSignal, say: (line: string) => void): void {
  const file = join(ROOT, webBuild.stamp)
  let serving = readStamp(file)
  watchFile(file, { interval: EVERY_MS, persistent: false }, () => {
    const built = readStamp(file)
    if (built === serving) return
    // A stamp that was absent in between stands for other files, even when its text is the same as before.
    serving = built
    if (built === null) return
    say('The pages were built anew; restarting the web server.')
    stack.restart('web').then(
      () => say('The web server runs again.'),
      (error: unknown) => say(describeFailure(error)),
    )
  })
  signal.addEventListener('abort', () => unwatchFile(file), { once: true })
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { freePorts } from '@/scripts/stack/addresses'
import { ROOT } from '@/scripts/stack/root'
import { findTemporalCli } from '@/scripts/stack/temporal-cli'
import { descendantsOf, isAlive } from '@/scripts/stack/test-support/processes'
import { waitUntil } from '@/scripts/stack/wait-until'
import { commandEnvironment } from '@/scripts/test/environment'
import { expect, test } from '../support/browser-test'
import { writeDefaultProviders } from '../support/default-providers'
import { RUN_FOLDER } from '../support/run-folder'
import { Waybill } from '../support/waybill'

const DATA_DIR = join(RUN_FOLDER, 'npm-start')

async function ownEnvironment(): Promise<NodeJS.ProcessEnv> {
  const [web, temporal, ui, carrier, metrics, postgres] = await freePorts(6)
  // Like a folder made by hand: readable by other users.
  await mkdir(DATA_DIR, { recursive: true, mode: 0o755 })
  return commandEnvironment({
    PORT: String(web),
    TEMPORAL_PORT: String(temporal),
    TEMPORAL_UI_PORT: String(ui),
    CARRIER_PORT: String(carrier),
    METRICS_PORT: String(metrics),
    POSTGRES_PORT: String(postgres),
    DATA_DIR,
    CARRIER_PROFILES: 'healthy',
    ERROR_CHANCE: '0',
    // The supervisor waits for lines that the parts print, and must see them at every log level.
    LOG_LEVEL: 'error',
    PROVIDERS_FILE: await writeDefaultProviders(DATA_DIR, `http://127.0.0.1:${carrier}`),
    TEMPORAL_CLI_PATH: await findTemporalCli(),
  })
}

/** Runs `npm start` like a terminal, in a process group of its own. Resolves once it says that everything runs. */
async function npmStart(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const running = spawn('npm', ['start'], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const output of [running.stdout, running.stderr]) {
    output.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  }
  const isUp = async () => (said.includes('Waybill runs.') ? true : running.exitCode !== null ? false : null)
  if (!(await waitUntil(isUp, { limitMs: 60_000 }))) throw new Error(`npm start did not come up:\n${said}`)
  return running
}

/** Interrupts like Ctrl-C in the terminal: the signal goes to every process of the group. */
async function interrupt(running: ChildProcess): Promise<number | null> {
  const ended = once(running, 'exit')
  process.kill(-(running.pid ?? 0), 'SIGINT')
  const [code] = await ended
  return code
}

/** The process id of the running PostgreSQL. */
async function postgresPid(): Promise<number> {
  const file = await readFile(join(DATA_DIR, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')
  return file.includes('ready') ? Number(file.split('\n')[0]) : 0
}

/** The parent of a process; Linux only. */
async function parentOf(pid: number): Promise<number> {
  return Number(/^PPid:\s+(\d+)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1])
}

test('npm start runs the product, neither Ctrl-C nor SIGINT to npm alone leaves anything behind, and the next start still has its packets', async () => {
  test.setTimeout(120_000)
  const env = await ownEnvironment()
  const waybill = new Waybill(`http://127.0.0.1:${env.PORT}`)

  const first = await npmStart(env)
  const { id } = await waybill.submit()
  expect(await waybill.ended(id)).toMatchObject({ status: 'DELIVERED' })
  const processes = await descendantsOf(first.pid ?? 0)
  expect(processes.length).toBeGreaterThanOrEqual(5)
  expect((await stat(join(DATA_DIR, 'temporal.sqlite'))).mode & 0o077).toBe(0)
  await interrupt(first)
  expect(processes.filter(isAlive)).toEqual([])

  const second = await npmStart(env)
  expect(await waybill.packet(id)).toMatchObject({ status: 'DELIVERED' })
  const others = await descendantsOf(second.pid ?? 0)
  second.kill('SIGINT')
  await expect.poll(() => others.filter(isAlive)).toEqual([])
})

test('npm start restarts a killed PostgreSQL, and stops one that a kill -9 of all other processes has left behind', async () => {
  test.setTimeout(120_000)
  const env = await ownEnvironment()
  const first = await npmStart(env)
  const killed = await postgresPid()
  process.kill(killed, 'SIGKILL')
  await expect.poll(async () => ![0, killed].includes(await postgresPid())).toBe(true)

  const left = await postgresPid()
  const guard = await parentOf(left)
  const start = await parentOf(guard)
  const others = (await descendantsOf(start)).filter((pid) => pid !== left)
  // Stops `npm start` first: if it saw the guard end, it would also end what the guard has started.
  process.kill(start, 'SIGSTOP')
  process.kill(guard, 'SIGKILL')
  process.kill(start, 'SIGKILL')
  await once(first, 'exit')
  const ownProcesses = await descendantsOf(left)
  await expect.poll(() => others.filter((pid) => isAlive(pid) && !ownProcesses.includes(pid))).toEqual([])
  expect(isAlive(left)).toBe(true)

  const second = await npmStart(env)
  expect(isAlive(left)).toBe(false)
  await interrupt(second)
})

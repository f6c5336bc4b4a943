// `npm run consume`: runs the consumer of a Kafka topic in the foreground, beside a running Waybill.
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { prettyFactory } from 'pino-pretty'
import { buildProcessesStep } from './build/steps'
import { listenForInterruption } from './console/interruption'
import { runSteps } from './console/steps'
import { ensureDataDir } from './stack/data-dir'
import { loadDotenv } from './stack/dotenv'
import { consumerEnvironment } from './stack/part-env'
import { NODE_OPTIONS } from './stack/parts'
import { ROOT } from './stack/root'
import { signalGroup, spawnGuarded } from './stack/run-group'
import { databaseUrlOf } from './stack/servers'
import { readSettings } from './stack/settings'

/** Time for the consumer to finish the messages that it has begun. */
const graceMs = 25_000

/** Runs until Ctrl-C; returns the exit status. */
export async function consume(): Promise<number> {
  const { signal, onImpatience } = listenForInterruption()
  loadDotenv()
  const given = readSettings(process.env)
  const settings = { ...given, DATA_DIR: await ensureDataDir(given.DATA_DIR) }
  const env = consumerEnvironment(settings, await databaseUrlOf(settings))
  await runSteps([buildProcessesStep])
  if (signal.aborted) return 130
  const guard = spawnGuarded({
    program: process.execPath,
    args: [...NODE_OPTIONS, join(ROOT, 'dist', 'consumer.mjs')],
    env,
    graceMs,
    output: 'pipe',
  })
  for (const output of [guard.stdout, guard.stderr]) if (output) print(output)
  signal.addEventListener('abort', () => guard.kill('SIGTERM'), { once: true })
  onImpatience(() => signalGroup(guard, 'SIGKILL'))
  const [code] = await once(guard, 'close')
  return signal.aborted ? 0 : Number(code ?? 1)
}

function print(output: Readable): void {
  const pretty = prettyFactory({
    ignore: 'pid,hostname,process',
    singleLine: true,
    colorize: process.stdout.isTTY,
  })
  createInterface({ input: output }).on('line', (line) =>
    process.stdout.write(line.startsWith('{') ? pretty(line) : `${line}\n`),
  )
}

import { join } from 'node:path'
import { Part } from './part'
import { nodeProgram, type PartContext } from './part-context'
import { environmentFor } from './part-env'
import { ROOT } from './root'
import { waitUntil } from './wait-until'

const READY_LIMIT_MS = 30_000
const READY_LINE = 'worker ready'

/** The Temporal worker; it drains before it stops, so its grace is the longest. */
export function workerPart({ mode, env, logFile, onLine }: PartContext): Part {
  return new Part({
    name: 'worker',
    ...nodeProgram('worker.mjs'),
    env: {
      ...environmentFor('worker', env),
      NODE_ENV: mode,
      WORKFLOW_BUNDLE_PATH: join(ROOT, 'dist', 'workflow-bundle.js'),
    },
    logFile: logFile('worker'),
    graceMs: 20_000,
    onLine,
  })
}

/** The worker says when it polls, whatever its log level. */
export async function workerIsReady(part: Part, signal: AbortSignal): Promise<boolean> {
  const ready = await waitUntil(async () => (part.lastLines().includes(READY_LINE) ? true : null), {
    limitMs: READY_LIMIT_MS,
    signal,
  })
  return ready === true
}

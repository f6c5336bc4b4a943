import { join } from 'node:path'
import { apiPaths } from '@/lib/contract/paths'
import { waitForHttp } from './ask-http'
import { Part } from './part'
import type { PartContext } from './part-context'
import { ROOT } from './root'

const NEXT = join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next')
const READY_LIMIT_MS = 60_000

/** The web process: Next itself, since a wrapper would keep the signals from it. */
export function webPart({ host, ports, mode, env, logFile, onLine }: PartContext): Part {
  const command = mode === 'development' ? 'dev' : 'start'
  return new Part({
    name: 'web',
    program: process.execPath,
    args: [NEXT, command, '-H', host, '-p', String(ports.web)],
    env: { ...env, NODE_ENV: mode },
    logFile: logFile('web'),
    graceMs: 10_000,
    onLine,
  })
}

export function webIsReady(address: string, signal: AbortSignal): Promise<boolean> {
  return waitForHttp(`${address}${apiPaths.live}`, { limitMs: READY_LIMIT_MS, signal })
}

import { apiPaths } from '@/lib/contract/paths'
import { waitForHttp } from './ask-http'
import { Part } from './part'
import { nodeProgram, type PartContext } from './part-context'
import { environmentFor } from './part-env'

const READY_LIMIT_MS = 60_000

/** The web process: receipts, pages and API. */
export function webPart({ host, ports, mode, env, logFile, onLine }: PartContext): Part {
  return new Part({
    name: 'web',
    ...nodeProgram('web.mjs'),
    env: {
      ...environmentFor('web', env),
      NODE_ENV: mode,
      HOST: host,
      PORT: String(ports.web),
      NEXT_TELEMETRY_DISABLED: '1',
    },
    logFile: logFile('web'),
    graceMs: 10_000,
    onLine,
  })
}

export function webIsReady(address: string, signal: AbortSignal): Promise<boolean> {
  return waitForHttp(`${address}${apiPaths.live}`, { limitMs: READY_LIMIT_MS, signal })
}

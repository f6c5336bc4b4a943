import { waitForHttp } from './ask-http'
import { Part } from './part'
import { nodeProgram, type PartContext } from './part-context'
import { environmentFor } from './part-env'

const READY_LIMIT_MS = 20_000

/** The carrier simulator. It plays other companies, so the key that seals our tokens is kept from it, and the packets. */
export function simulatorPart({ host, ports, mode, env, logFile, onLine }: PartContext): Part {
  return new Part({
    name: 'simulator',
    ...nodeProgram('simulator.mjs'),
    env: {
      ...environmentFor('simulator', env),
      NODE_ENV: mode,
      HOST: host,
      CARRIER_PORT: String(ports.carrier),
    },
    logFile: logFile('simulator'),
    graceMs: 10_000,
    onLine,
  })
}

export function simulatorIsReady(address: string, signal: AbortSignal): Promise<boolean> {
  return waitForHttp(`${address}/health`, { limitMs: READY_LIMIT_MS, signal })
}

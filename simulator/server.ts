/** Opens and closes the simulator's port. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Logger } from 'pino'
import { createApp } from './app'
import { Simulation, type SimulationSettings } from './simulation'

const stopGraceMs = 2_000

export interface RunningSimulator {
  /** Where it listens, for example http://127.0.0.1:9091 */
  url: string
  /** Stops listening, lets what is under way end, keeps the receipts still owed on disk. */
  stop: () => Promise<void>
}

export interface SimulatorSettings extends SimulationSettings {
  host: string
  port: number
  /** Where people find Waybill; null when it is not set. */
  waybillUrl: string | null
}

/** `port` 0 takes any that is free. Rejects with the system's error when it cannot listen. */
export async function startSimulator(settings: SimulatorSettings, log: Logger): Promise<RunningSimulator> {
  const simulation = new Simulation(settings, log)
  const server = createAdaptorServer({ fetch: createApp(simulation, log, settings.waybillUrl).fetch })
  server.listen(settings.port, settings.host)
  // The port is taken first: a second simulator by mistake must not touch the journal of the first.
  await once(server, 'listening')
  const stop = async () => {
    const closed = once(server, 'close')
    simulation.release()
    server.close()
    const force = setTimeout(
      () => 'closeAllConnections' in server && server.closeAllConnections(),
      stopGraceMs,
    )
    await closed
    clearTimeout(force)
    await simulation.close(stopGraceMs)
  }
  await simulation.resume()
  return { url: urlOf(server.address()), stop }
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}

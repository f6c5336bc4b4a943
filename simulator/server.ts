/**
 * The simulator's HTTP server: hand-overs under /carriers, /routing and /greeting, a page at /, and the control API.
 */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import { controlRoutes } from './control'
import { pageRoutes } from './page'
import { problemResponse, SimulatorProblem } from './problem'
import { requireSameOrigin } from './request'
import { serviceRoutes } from './routing-service'
import { Simulation, type SimulationSettings } from './simulation'
import { transmitRoutes } from './transmit'

const offered =
  'Offered are / for people, /health, /profiles, /stats, /metrics, /handovers, /release, /reset, /routing, /greeting, /carriers/<name>/transmit and /carriers/<name>/transmit/recall.'

/** @param waybillUrl where users reach Waybill; null if it is not configured */
function createApp(
  simulation: Simulation,
  log: Logger,
  waybillUrl: string | null,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(async (c, next) => {
    requireSameOrigin(c)
    await next()
    // A keep-alive connection would keep the process from ending.
    if (simulation.stopping.aborted) c.header('connection', 'close')
  })
  app.route('/carriers', transmitRoutes(simulation))
  app.route('/', serviceRoutes(simulation.routing, simulation.greetings))
  app.route('/', pageRoutes(simulation, waybillUrl))
  app.route('/', controlRoutes(simulation))
  app.notFound((c) => problemResponse(c, new SimulatorProblem('NOT_FOUND', offered)))
  app.onError((error, c) => {
    if (error instanceof SimulatorProblem) return problemResponse(c, error)
    log.error({ error: { name: error.name, message: error.message, stack: error.stack } }, 'a request failed')
    return problemResponse(c, new SimulatorProblem('INTERNAL', 'The log says more.'))
  })
  return app
}

const stopGraceMs = 2_000

export interface RunningSimulator {
  /** The address at which it listens, for example http://127.0.0.1:9091 */
  url: string
  /** Stops listening, finishes requests under way, and keeps the receipts that are still owed on disk. */
  stop: () => Promise<void>
}

export interface SimulatorSettings extends SimulationSettings {
  host: string
  port: number
  /** Where users reach Waybill; null if it is not set. */
  waybillUrl: string | null
}

/** `port` 0 takes any free port. Rejects with the system's error if it cannot listen. */
export async function startSimulator(settings: SimulatorSettings, log: Logger): Promise<RunningSimulator> {
  const simulation = new Simulation(settings, log)
  const server = createAdaptorServer({ fetch: createApp(simulation, log, settings.waybillUrl).fetch })
  server.listen(settings.port, settings.host)
  // Takes the port first: a second simulator, started by mistake, must not touch the journal of the first.
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

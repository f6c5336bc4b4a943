/** The simulator's HTTP face: hand-overs under /carriers, /routing and /greeting, a page for people at /, everything else is control. */
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import { controlRoutes } from './control'
import { pageRoutes } from './page'
import { problemResponse, SimulatorProblem } from './problem'
import { serviceRoutes } from './routing-service'
import { requireSameOrigin } from './same-origin'
import type { Simulation } from './simulation'
import { transmitRoutes } from './transmit'

const offered =
  'Offered are / for people, /health, /profiles, /stats, /handovers, /release, /reset, /routing, /greeting, /carriers/<name>/transmit and /carriers/<name>/transmit/recall.'

/** @param waybillUrl where people find Waybill; null when nobody said */
export function createApp(
  simulation: Simulation,
  log: Logger,
  waybillUrl: string | null,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(async (c, next) => {
    requireSameOrigin(c)
    await next()
    // A connection kept for later would keep the process from ending.
    if (simulation.stopping.aborted) c.header('connection', 'close')
  })
  app.route('/carriers', transmitRoutes(simulation))
  app.route('/', serviceRoutes(simulation.routing))
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

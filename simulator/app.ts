/** The simulator's HTTP face: hand-overs under /carriers, everything else is control. */
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import { controlRoutes } from './control'
import { problemResponse, SimulatorProblem } from './problem'
import type { Simulation } from './simulation'
import { transmitRoutes } from './transmit'

const offered =
  'Offered are /health, /profiles, /stats, /handovers, /reset /carriers/<name>/transmit and /carriers/<name>/transmit/recall.'

export function createApp(simulation: Simulation, log: Logger): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(async (c, next) => {
    // Only browsers send it: a web page must not steer the simulator behind a person's back.
    if (c.req.header('origin') !== undefined) {
      throw new SimulatorProblem('CROSS_ORIGIN', 'Call this API from a program, not from a web page.')
    }
    await next()
    // A connection kept for later would keep the process from ending.
    if (simulation.stopping.aborted) c.header('connection', 'close')
  })
  app.route('/carriers', transmitRoutes(simulation))
  app.route('/', controlRoutes(simulation))
  app.notFound((c) => problemResponse(c, new SimulatorProblem('NOT_FOUND', offered)))
  app.onError((error, c) => {
    if (error instanceof SimulatorProblem) return problemResponse(c, error)
    log.error({ error: { name: error.name, message: error.message, stack: error.stack } }, 'a request failed')
    return problemResponse(c, new SimulatorProblem('INTERNAL', 'The log says more.'))
  })
  return app
}

/** The control API: reads and sets profiles at run time, and lists counters and received hand-overs. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { packetId, pageLimit } from '@/lib/contract/fields'
import { metricsHeaders, metricsPath } from '@/lib/metrics/registry'
import { simulatorMetrics } from './metrics'
import { methodNotAllowed, SimulatorProblem } from './problem'
import {
  assign,
  originalProfile,
  type Profile,
  profileAssignment,
  profileSetting,
  settle,
  strangerIn,
} from './profile'
import { limitBody, parseJson, readQuery, readText } from './request'
import type { Simulation } from './simulation'

const maxControlBytes = 16 * 1024

const handOverQuery = z.strictObject({
  packetId: packetId.optional(),
  limit: pageLimit(1_000, 200),
})

const noQuery = z.strictObject({})

export function controlRoutes(simulation: Simulation): Hono {
  const app = new Hono()
  app.use(limitBody(maxControlBytes))
  app.get('/health', (c) => c.json(simulation.health()))
  app.all('/health', methodNotAllowed('GET'))
  app.route('/profiles', profileRoutes(simulation.profiles))
  app.get('/stats', (c) => {
    readQuery(c, noQuery)
    return c.json(simulation.counted())
  })
  app.all('/stats', methodNotAllowed('GET'))
  app.get('/handovers', (c) => {
    const query = readQuery(c, handOverQuery)
    return c.json({ items: simulation.rows.list(query.packetId, query.limit) })
  })
  app.all('/handovers', methodNotAllowed('GET'))
  const registry = simulatorMetrics(simulation)
  app.get(metricsPath, async (c) => c.body(await registry.metrics(), 200, metricsHeaders(registry)))
  app.all(metricsPath, methodNotAllowed('GET'))
  app.post('/release', (c) => c.json({ releasedReceipts: simulation.releaseReceipts() }))
  app.all('/release', methodNotAllowed('POST'))
  app.post('/reset', (c) => c.json({ droppedReceipts: simulation.reset() }))
  app.all('/reset', methodNotAllowed('POST'))
  return app
}

function profileRoutes(profiles: Map<string, Profile>): Hono {
  const app = new Hono()
  const names = [...profiles.keys()]
  const current = (c: Context): [string, Profile] => {
    const name = c.req.param('name') ?? ''
    const profile = profiles.get(name)
    if (profile === undefined)
      throw new SimulatorProblem('UNKNOWN_PROVIDER', 'This provider is not configured.')
    return [name, profile]
  }
  app.get('/', (c) => c.json(Object.fromEntries(profiles)))
  app.put('/', async (c) => {
    const assignment = parseJson(await readText(c), profileAssignment)
    const stranger = strangerIn(assignment, names)
    if (stranger !== undefined) {
      throw new SimulatorProblem('INVALID_REQUEST', `"${stranger}" is not a configured provider.`)
    }
    for (const [name, profile] of assign(assignment, names)) profiles.set(name, profile)
    return c.json(Object.fromEntries(profiles))
  })
  app.all('/', methodNotAllowed('GET, PUT'))
  app.get('/:name', (c) => c.json(current(c)[1]))
  app.on(['PUT', 'PATCH'], '/:name', async (c) => {
    const [name, before] = current(c)
    const setting = parseJson(await readText(c), profileSetting)
    const profile = settle(setting, c.req.method === 'PUT' ? originalProfile : before)
    profiles.set(name, profile)
    return c.json(profile)
  })
  app.all('/:name', methodNotAllowed('GET, PUT, PATCH'))
  return app
}

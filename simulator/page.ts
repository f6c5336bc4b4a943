/** The page for people at `/`: how each carrier behaves, and what it is doing. Its files are in `page/`. */
import { readFileSync } from 'node:fs'
import { type Context, Hono } from 'hono'
import { methodNotAllowed } from './problem'
import { likenessOf, presetName, presetWords } from './profile'
import type { Simulation } from './simulation'

const shownHandOvers = 20

/** Next to this file, and next to the bundle of which this file becomes a part. */
const folder = new URL('./page/', import.meta.url)

const files = [
  { path: '/', file: 'page.html', type: 'text/html; charset=utf-8' },
  { path: '/page.css', file: 'page.css', type: 'text/css; charset=utf-8' },
  { path: '/phone.css', file: 'phone.css', type: 'text/css; charset=utf-8' },
  { path: '/page.js', file: 'page.js', type: 'text/javascript; charset=utf-8' },
] as const

const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
} as const

/** @param waybillUrl where users reach Waybill; null if it is not configured */
export function pageRoutes(simulation: Simulation, waybillUrl: string | null): Hono {
  const app = new Hono()
  for (const { path, file, type } of files) {
    const text = readFileSync(new URL(file, folder), 'utf8')
    app.get(path, (c: Context) => c.body(text, 200, { ...headers, 'content-type': type }))
    app.all(path, methodNotAllowed('GET'))
  }
  app.get('/overview', (c) => c.json(overviewOf(simulation, waybillUrl)))
  app.all('/overview', methodNotAllowed('GET'))
  return app
}

/** All data that the page shows. */
function overviewOf(simulation: Simulation, waybillUrl: string | null) {
  const counted = simulation.counted()
  const providers = Array.from(simulation.profiles, ([name, profile]) => ({
    name,
    ...likenessOf(profile),
    counts: counted[name],
  }))
  return {
    waybillUrl,
    seed: simulation.health().seed,
    presets: presetName.options.map((name) => ({ name, words: presetWords[name] })),
    providers,
    routing: simulation.routing.told(),
    greetings: simulation.greetings.told(),
    handOvers: simulation.rows.list(undefined, shownHandOvers).toReversed(),
  }
}

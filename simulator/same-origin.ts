/** Keeps other sites from reading or steering the simulator through a visitor's browser. Programs send no such header. */
import type { Context } from 'hono'
import { SimulatorProblem } from './problem'

/** @throws SimulatorProblem CROSS_ORIGIN */
export function requireSameOrigin(c: Context): void {
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  if (origin === undefined && site === undefined) return
  const host = c.req.header('host') ?? ''
  const isOwn = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
  const isSame = site === undefined || site === 'same-origin' || site === 'none' || isVisit(c)
  if (isOwn && isSame && isPlain(host)) return
  throw new SimulatorProblem(
    'CROSS_ORIGIN',
    'Use the page at / by its IP address or as localhost, or a program.',
  )
}

/** Somebody follows a link to the page. */
function isVisit(c: Context): boolean {
  return c.req.method === 'GET' && c.req.header('sec-fetch-mode') === 'navigate'
}

/** A name of another site could be made to lead here; an address cannot. */
function isPlain(host: string): boolean {
  const name = host.replace(/:\d+$/, '')
  return /^(localhost|[\w-]+\.localhost|\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/i.test(name)
}

/** Keeps other sites from reading or steering the simulator through a visitor's browser. Programs send no such header. */
import type { Context } from 'hono'
import { SimulatorProblem } from './problem'

/** @throws SimulatorProblem CROSS_ORIGIN */
export function requireSameOrigin(c: Context): void {
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  const host = c.req.header('host') ?? ''
  if (origin === undefined && site === undefined && (isPlain(host) || !isRead(c))) return
  const isOwn = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
  const isSame = site === undefined || site === 'same-origin' || site === 'none' || isVisit(c)
  if (isOwn && isSame && isPlain(host)) return
  throw new SimulatorProblem(
    'CROSS_ORIGIN',
    'Use the page at / by its IP address or a name without a dot, such as localhost.',
  )
}

/** Somebody follows a link to the page. */
function isVisit(c: Context): boolean {
  return c.req.method === 'GET' && c.req.header('sec-fetch-mode') === 'navigate'
}

/** A page of another name that was made to lead here reads without either header; whatever it changes has both. */
function isRead(c: Context): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD'
}

/** A name of another site could be made to lead here; an address cannot, nor a name without a dot. */
function isPlain(host: string): boolean {
  const name = host.replace(/:\d+$/, '')
  return /^([\w-]+|[\w-]+\.localhost|\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/i.test(name)
}

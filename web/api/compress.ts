/** Compresses long answers for clients that accept it. */
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'
import { accepts } from 'hono/accepts'

const gzipped = promisify(gzip)

/**
 * Not Hono's own middleware: it pipes through web streams, which takes longer than to read a page of packets and
 * encode it as JSON.
 */
export const compress: MiddlewareHandler = async (context, next) => {
  await next()
  const { req, res } = context
  if (req.method === 'HEAD' || !isCompressible(res.headers)) return
  res.headers.append('Vary', 'Accept-Encoding')
  const encoding = accepts(context, {
    header: 'Accept-Encoding',
    supports: ['gzip', 'identity'],
    default: 'identity',
  })
  if (encoding !== 'gzip') return
  const body = await gzipped(await res.arrayBuffer(), { level: constants.Z_BEST_SPEED })
  const headers = new Headers(res.headers)
  headers.set('Content-Encoding', 'gzip')
  // Reset first: otherwise Hono copies the response again to merge the headers of both.
  context.res = undefined
  context.res = new Response(body, { status: res.status, headers })
}

function isCompressible(headers: Headers): boolean {
  const isJson = headers.get('Content-Type') === 'application/json'
  return isJson && headers.get('Cache-Control')?.includes('no-transform') !== true
}

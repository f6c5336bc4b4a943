// A typical reverse proxy: it serves Waybill under a path of its own and forwards requests under another host name.
import { request as ask, createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Proxied {
  /** The proxy's own address, with the path. */
  url: string
  /** Requested addresses outside of the path. */
  astray: string[]
  stop: () => Promise<void>
}

/**
 * @param upstream null while nothing runs behind the proxy
 * @param way whether the path is stripped from requests or kept
 */
export async function serveBehindProxy(
  port: number,
  path: string,
  upstream: () => string | null,
  way: 'strip' | 'keep',
): Promise<Proxied> {
  const astray: string[] = []
  const server = createServer((request, response) => {
    const { url = '' } = request
    if (!url.startsWith(path)) {
      astray.push(url)
      return response.writeHead(404).end()
    }
    const there = upstream()
    if (there === null) return response.writeHead(502).end()
    const to = new URL(there)
    const inner = way === 'keep' ? url : url.slice(path.length) || '/'
    const headers = { ...request.headers, host: to.host }
    const asking = ask({ host: to.hostname, port: to.port, path: inner, method: request.method, headers })
    asking.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    asking.on('error', () => response.destroy())
    response.on('close', () => asking.destroy())
    return request.pipe(asking)
  })
  await listen(server, port)
  const { port: taken } = server.address() as AddressInfo
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return { url: `http://127.0.0.1:${taken}${path}`, astray, stop }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail).listen(port, '127.0.0.1', done)
  })
}

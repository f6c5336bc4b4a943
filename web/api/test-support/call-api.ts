/** Requests to the API over HTTP, on a port of its own, as the web process answers them. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createListener } from '@/web/listener'

let origin: Promise<string> | null = null

/** One server for each test process; it keeps none from ending. */
function apiOrigin(): Promise<string> {
  origin ??= new Promise((resolve) => {
    const server = createServer(createListener((_, response) => response.writeHead(404).end()))
    server.unref().listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    })
  })
  return origin
}

export async function callApi(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(new URL(path, await apiOrigin()), { duplex: 'half', ...init } as RequestInit)
}

export function postJson(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return callApi(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

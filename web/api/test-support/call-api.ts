/** Requests to the API over HTTP, on a port of its own, answered as by the web process. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createListener } from '@/web/listener'
import { faultOf } from './documented-answer'

let origin: Promise<string> | null = null

/** One server for each test process. It does not keep the process alive. */
export function apiOrigin(): Promise<string> {
  origin ??= new Promise((resolve) => {
    const server = createServer(createListener((_, response) => response.writeHead(404).end()))
    server.unref().listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    })
  })
  return origin
}

/** Throws if the status, code or shape of the answer is not in the OpenAPI document. */
export async function callApi(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(new URL(path, await apiOrigin()), { duplex: 'half', ...init } as RequestInit)
  const fault = await faultOf(init.method ?? 'GET', response.url, response)
  if (fault !== null) throw new Error(fault)
  return response
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

/** The address for receipts on a port of its own, as the web process serves it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { takeRequest } from '@/lib/server/receipts/listener'

let origin: Promise<string> | null = null

/** One server for each test process; it keeps none from ending. */
function receiptsOrigin(): Promise<string> {
  origin ??= new Promise((resolve) => {
    const server = createServer((request, response) => void takeRequest(request, response))
    server.unref().listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    })
  })
  return origin
}

export async function sendToReceipts(path: string, init: RequestInit): Promise<Response> {
  return fetch(new URL(path, await receiptsOrigin()), { duplex: 'half', ...init } as RequestInit)
}

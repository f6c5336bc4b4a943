/** The two routes that a worker asks over HTTP, served by their handlers. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { callApi } from './routes'

export async function serveHealth(): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const answer = await callApi(request.url ?? '/')
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, stop }
}

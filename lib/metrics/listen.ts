/** A small HTTP server for the metrics of a process that has no server of its own. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { EnvError } from '@/lib/contract/env'
import { metricsHeaders, metricsPath } from './registry'

export interface Source {
  contentType: string
  /** The metrics in Prometheus' text format. */
  metrics(): Promise<string>
}

/** @throws EnvError if it cannot listen on this host and port */
export async function listenForScrapes(source: Source, port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    const [path] = (request.url ?? '').split('?')
    if (request.method !== 'GET' || path !== metricsPath) {
      response.writeHead(404).end()
      return
    }
    source.metrics().then(
      (text) => response.writeHead(200, metricsHeaders(source)).end(text),
      () => response.writeHead(500).end(),
    )
  })
  try {
    await once(server.listen(port, host), 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    throw new EnvError(
      `METRICS_PORT: nothing can listen on ${host}:${port} (${code}). Stop what uses it, or choose another. Example: METRICS_PORT=9564`,
    )
  }
  // The server alone must not keep the process alive.
  return server.unref()
}

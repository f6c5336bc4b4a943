/** Starts the example with a fake provider. Its settings are HANDOVER_SECRET, RECEIPT_SECRET and PORT. */
import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { createCarrier, type Provider } from './carrier'

/** Call your own service here instead of waiting. */
const provider: Provider = {
  deliver: async ({ packetId, attempt }) => {
    await pause(200)
    return { delivered: true, providerReference: `${packetId}-${attempt}` }
  },
  stop: async () => false,
}

const { HANDOVER_SECRET = '', RECEIPT_SECRET = '', PORT = '9700' } = process.env
const closing = new AbortController()
const settings = { handOverSecrets: HANDOVER_SECRET.split(','), receiptSecret: RECEIPT_SECRET, provider }
const { fetch } = createCarrier({ ...settings, closing: closing.signal })
const server = serve({ fetch, port: Number(PORT), hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`Takes hand-overs at http://127.0.0.1:${port}/\n`)
})
process.on('SIGTERM', () => {
  closing.abort()
  server.close()
})

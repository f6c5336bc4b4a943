/**
 * Hands packets over from a child process, which can have its own flags and trusted certificates. Arguments: an
 * address, a limit in milliseconds, and optionally an address that takes packets while garbage is collected. Prints the
 * answer as JSON.
 */
import { randomBytes } from 'node:crypto'
import { handOver } from '../hand-over'

const [url = '', limitMs = '', busyUrl] = process.argv.slice(2)
const secret = `whsec_${randomBytes(32).toString('base64')}`

function hand(to: string, packetId: string, bytes: number) {
  const message = {
    packetId,
    attempt: 1,
    source: '+017771110000',
    destination: '+016660002222',
    contents: Buffer.alloc(bytes).toString('base64'),
    callbackUrl: 'http://127.0.0.1:3000/api/callbacks/transmit',
    token: 'sealed-token-of-this-attempt',
    deadline: '2026-01-01T00:00:10.000Z',
  }
  return handOver({ url: to, secret }, `${packetId}.1`, message, {
    limitMs: Number(limitMs),
    stop: new AbortController().signal,
  })
}

let isOver = false
let beside = 0

async function keepBusy(to: string): Promise<void> {
  for (; !isOver; beside += 3) {
    await Promise.all([0, 1, 2].map((each) => hand(to, `p-${beside + each}`, 60_000)))
    globalThis.gc?.()
  }
}

const busy = busyUrl === undefined ? null : keepBusy(busyUrl)
const { answer } = await hand(url, 'p', 10)
isOver = true
await busy
process.stdout.write(JSON.stringify({ answer, beside, canCollect: globalThis.gc !== undefined }))

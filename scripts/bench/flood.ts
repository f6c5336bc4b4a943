// Sends one request over and over, so many a second, until it is stopped, and says how many a second were refused with 401.
// Over bare sockets: a client of its own would cost more than what is measured.
import { connect, type Socket } from 'node:net'

export interface Flood {
  hostname: string
  port: number
  /** The whole request, head and body. */
  request: string
  perSecond: number
}

const TICK_MS = 5
const CONNECTIONS = 64

const { hostname, port, request, perSecond }: Flood = JSON.parse(process.argv[2] ?? '')
const idle: Socket[] = []
let refused = 0
let sent = 0

/** Each connection sends one at a time: when all wait for their answers, nothing more is sent. */
for (let count = 0; count < CONNECTIONS; count++) {
  const socket = connect(port, hostname, () => {
    idle.push(socket)
    if (count === 0) console.log('flooding')
  })
  // An answer is shorter than a packet of the network, so that it comes in one piece.
  socket.setEncoding('latin1').on('data', (text: string) => {
    if (text.startsWith('HTTP/1.1 401 ')) refused += 1
    idle.push(socket)
  })
}

const startedAt = performance.now()
setInterval(() => {
  const due = ((performance.now() - startedAt) / 1000) * perSecond
  for (; sent < due && idle.length > 0; sent++) idle.shift()?.write(request)
}, TICK_MS)

process.once('SIGTERM', () => {
  console.log(Math.round((refused * 1000) / (performance.now() - startedAt)))
  process.exit()
})

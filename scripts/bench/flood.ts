// Sends one request again and again, at a fixed rate, until it is stopped; then prints how many per second were
// refused with 401. Uses bare sockets, because an HTTP client would cost more than what is measured.
import { connect, type Socket } from 'node:net'

export interface Flood {
  hostname: string
  port: number
  /** The complete request, head and body. */
  request: string
  perSecond: number
}

const TICK_MS = 5
const CONNECTIONS = 64

const { hostname, port, request, perSecond }: Flood = JSON.parse(process.argv[2] ?? '')
const idle: Socket[] = []
let refused = 0
let sent = 0

/** Each connection has at most one request in flight. When all wait for an answer, nothing more is sent. */
for (let count = 0; count < CONNECTIONS; count++) {
  const socket = connect(port, hostname, () => {
    idle.push(socket)
    if (count === 0) console.log('flooding')
  })
  // An answer is smaller than one TCP segment, so it arrives in one piece.
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

/** Hand-overs to carriers with their own HTTP implementations, whose answers are given byte by byte. */
import { randomBytes } from 'node:crypto'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { HandOverMessage } from '@/lib/contract/carrier'
import { attemptWords } from '@/lib/packet/words'
import { askRecall, type HandOverResult, handOver } from './hand-over'

const open: { server: Server; sockets: Set<Socket> }[] = []

afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
})

interface Carrier {
  url: string
  /** Requests whose whole body has arrived, with the connection that they came on. */
  requests: { connection: number; id: string }[]
}

/** A carrier that calls `reply` once it has a whole request. */
async function carrier(reply: (socket: Socket, request: number) => void): Promise<Carrier> {
  const requests: Carrier['requests'] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    const connection = ++connections
    sockets.add(socket)
    let text = ''
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const [head = '', body = ''] = text.split('\r\n\r\n')
      if (body.length < Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.POSITIVE_INFINITY)) return
      text = ''
      requests.push({ connection, id: /webhook-id: (\S+)/i.exec(head)?.[1] ?? '' })
      reply(socket, requests.length)
    })
  })
  open.push({ server, sockets })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/transmit`, requests }
}

const secret = `whsec_${randomBytes(32).toString('base64')}`

const message: HandOverMessage = {
  packetId: 'p-1',
  attempt: 1,
  source: '+017771110000',
  destination: '+016660002222',
  contents: Buffer.from('meet me at noon').toString('base64'),
  callbackUrl: 'http://127.0.0.1:3000/api/callbacks/transmit',
  token: 'sealed-token-of-this-attempt',
  deadline: '2026-01-01T00:00:10.000Z',
}

function hand(url: string, limitMs = 2_000, contents = message.contents): Promise<HandOverResult> {
  return handOver({ url, secret }, 'run-1.1', { ...message, contents }, { limitMs })
}

const answering =
  (...parts: (string | Buffer)[]) =>
  (socket: Socket) => {
    for (const part of parts) socket.write(part)
  }

const accepted = 'HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok'

describe('an answer counts as accepted', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['after an unasked 100 Continue', answering(`HTTP/1.1 100 Continue\r\n\r\n${accepted}`)],
    [
      'after several interim answers',
      answering('HTTP/1.1 100 Continue\r\n\r\n'.repeat(3), 'HTTP/1.1 102 Processing\r\n\r\n', accepted),
    ],
    ['after early hints', answering('HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n', accepted)],
    ['without a reason phrase', answering('HTTP/1.1 202\r\nContent-Length: 0\r\n\r\n')],
    ['in HTTP/1.0, ended by the connection', (socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nok')],
    ['without a length, ended by the connection', (socket) => socket.end('HTTP/1.1 202 Accepted\r\n\r\nok')],
    [
      'with less body than announced',
      (socket) => socket.end('HTTP/1.1 202 Accepted\r\nContent-Length: 99\r\n\r\nok'),
    ],
    [
      'with more body than announced',
      answering('HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok and more'),
    ],
    [
      'with two lengths that differ',
      answering('HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nokk'),
    ],
    [
      'with a length and chunks',
      answering(
        'HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
      ),
    ],
    [
      'with chunks that are none',
      answering('HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok'),
    ],
    [
      'with bytes in a header that no header may have',
      answering(
        Buffer.from('HTTP/1.1 202 Accepted\r\nX-Name: a\x01b\xff\r\nContent-Length: 0\r\n\r\n', 'latin1'),
      ),
    ],
    [
      'with a header line that is none',
      answering('HTTP/1.1 202 Accepted\r\nthis is no header\r\nContent-Length: 0\r\n\r\n'),
    ],
    ['with line feeds alone', answering('HTTP/1.1 202 Accepted\nContent-Length: 2\n\nok')],
    [
      'with 40 KB of headers',
      answering(`HTTP/1.1 202 Accepted\r\nX-Long: ${'x'.repeat(40_000)}\r\nContent-Length: 0\r\n\r\n`),
    ],
    [
      'with a megabyte of headers',
      answering(`HTTP/1.1 202 Accepted\r\nX-Long: ${'x'.repeat(1_000_000)}\r\nContent-Length: 0\r\n\r\n`),
    ],
    ['that breaks off within its headers', (socket) => socket.end('HTTP/1.1 202 Accepted\r\nContent-Le')],
    ['whose headers never end', answering('HTTP/1.1 202 Accepted\r\nX-Slow: ')],
    ['without a body, as 204', answering('HTTP/1.1 204 No Content\r\n\r\n')],
    ['without a body, as 205', answering('HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n')],
    ['with a 204 that has a body', answering('HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok')],
  ])('%s', async (_, reply) => {
    const { url, requests } = await carrier(reply)
    expect((await hand(url)).answer).toMatchObject({ kind: 'accepted' })
    expect(requests).toHaveLength(1)
  })

  it.each<[string, (socket: Socket) => void]>([
    ['never begins', answering('HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\n\r\n')],
    ['never ends', answering('HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n', '2\r\nok\r\n')],
    [
      'trickles',
      (socket) => {
        socket.write('HTTP/1.1 202 Accepted\r\n\r\n')
        const drip = setInterval(() => socket.write('x'), 20)
        socket.on('close', () => clearInterval(drip))
      },
    ],
    [
      'floods',
      (socket) => {
        socket.write('HTTP/1.1 202 Accepted\r\n\r\n')
        const flood = () => {
          while (!socket.destroyed && socket.write('words '.repeat(2_000)));
        }
        socket.on('drain', flood)
        flood()
      },
    ],
  ])('while its body %s, and the connection is given up', async (_, reply) => {
    let closed: Promise<unknown> = Promise.resolve()
    const { url } = await carrier((socket) => {
      closed = new Promise((resolve) => socket.once('close', resolve))
      reply(socket)
    })
    const started = performance.now()
    const { answer, excerpt } = await hand(url, 5_000)
    expect(answer).toMatchObject({ kind: 'accepted', status: 202 })
    expect(performance.now() - started).toBeLessThan(1_500)
    expect(excerpt.length).toBeLessThanOrEqual(200)
    await closed
  })

  it('before the whole packet was read', async () => {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.once('data', () =>
        socket.pause().end('HTTP/1.1 413 Too Large\r\nConnection: close\r\n\r\ntoo large'),
      )
    })
    open.push({ server, sockets })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const { answer } = await hand(url, 2_000, Buffer.alloc(256 * 1024).toString('base64'))
    expect(answer).toMatchObject({ kind: 'rejected', status: 413 })
  })
})

describe('evidence of an answer', () => {
  it.each([
    ['gzip', gzipSync('queued')],
    ['deflate', gzipSync('queued')],
    ['br', brotliCompressSync('queued')],
  ])('is readable though it came as %s', async (encoding, body) => {
    const head = `HTTP/1.1 202 Accepted\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${body.length}\r\n\r\n`
    const { url } = await carrier(answering(Buffer.concat([Buffer.from(head), body])))
    expect((await hand(url)).excerpt).toBe('queued')
  })

  it('is empty if it cannot be decompressed or is too large', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000))
    for (const body of [Buffer.from('not compressed'), bomb]) {
      const head = `HTTP/1.1 202 Accepted\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`
      const { url } = await carrier(answering(Buffer.concat([Buffer.from(head), body])))
      expect(await hand(url)).toMatchObject({ answer: { kind: 'accepted' }, excerpt: '' })
    }
  })

  it.each([
    [301, 'https://sms.example.com/waybill/', 'https://sms.example.com/waybill/'],
    [302, '/elsewhere?token=secret#part', 'http://127.0.0.1/elsewhere'],
    [303, 'https://user:password@sms.example.com/', 'https://sms.example.com/'],
    [307, `https://sms.example.com/${'x'.repeat(60)}`, 'https://sms.example.com/[removed]'],
    [308, `https://sms.example.com/${'path/'.repeat(60)}`, `https://sms.example.com/${'path/'.repeat(15)}…`],
  ])('of a %i names the target of the redirect: %s', async (status, location, shown) => {
    const { url } = await carrier(
      answering(`HTTP/1.1 ${status} Moved\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`),
    )
    const { answer } = await hand(url)
    if (answer.kind !== 'rejected') throw new Error('A redirect is a rejection.')
    expect(attemptWords(answer.reason).replace(/:\d+/, '')).toBe(
      `it answered ${status}, a redirect to ${shown}, which is not followed`,
    )
  })

  it('of a redirect without a valid target is its status alone', async () => {
    for (const location of ['', 'http://', 'http://[bad']) {
      const { url } = await carrier(
        answering(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`),
      )
      expect((await hand(url)).answer).toMatchObject({
        kind: 'rejected',
        reason: { code: 'REJECTED', status: 302, redirect: null },
      })
    }
  })
})

describe('an invalid answer is reported in words, and the packet may have arrived', () => {
  it.each<[string, (socket: Socket) => void, RegExp]>([
    ['garbage', answering('SSH-2.0-OpenSSH_9.6\r\n'), /^its answer is not valid HTTP \(HPE_\w+\)$/],
    [
      'a TLS alert',
      answering(Buffer.from('15030100020246', 'hex')),
      /^its answer is not valid HTTP \(HPE_\w+\)$/,
    ],
    [
      'an interim answer and no more',
      (socket) => socket.end('HTTP/1.1 100 Continue\r\n\r\n'),
      /^the connection broke$/,
    ],
    ['an interim answer and silence', answering('HTTP/1.1 103 Early Hints\r\n\r\n'), /^no answer in time$/],
    ['the end of the connection', (socket) => socket.end(), /^the connection broke$/],
    ['a reset', (socket) => socket.resetAndDestroy(), /^the connection broke$/],
    [
      'an upgrade',
      answering('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
      /^it answered 101$/,
    ],
  ])('%s', async (_, reply, reason) => {
    const { url } = await carrier(reply)
    const { answer } = await hand(url, 600)
    expect(answer).toMatchObject({ kind: 'unreachable', mayHaveArrived: true })
    expect('reason' in answer ? attemptWords(answer.reason) : '').toMatch(reason)
  })
})

describe('a connection that is kept alive', () => {
  it('carries the next hand-over', async () => {
    const { url, requests } = await carrier(answering(accepted))
    for (let packet = 0; packet < 3; packet++) expect((await hand(url)).answer.kind).toBe('accepted')
    expect(requests.map(({ connection }) => connection)).toEqual([1, 1, 1])
  })

  it('is reported as stale if it closes just as the next hand-over is sent', async () => {
    const { url, requests } = await carrier((socket, request) => {
      if (request === 2) socket.resetAndDestroy()
      else socket.write(accepted)
    })
    expect((await hand(url)).answer.kind).toBe('accepted')
    expect(await hand(url)).toMatchObject({
      answer: { kind: 'unreachable', mayHaveArrived: true },
      isStale: true,
    })
    expect(await hand(url)).toMatchObject({ answer: { kind: 'accepted', status: 202 }, isStale: false })
    expect(requests.map(({ connection }) => connection)).toEqual([1, 1, 2])
  })

  it('is not reused after an answer with excess bytes', async () => {
    const { url, requests } = await carrier(answering(`${accepted} and more`))
    for (let packet = 0; packet < 3; packet++) expect((await hand(url)).answer.kind).toBe('accepted')
    expect(new Set(requests.map(({ connection }) => connection)).size).toBe(3)
  })
})

it('reaches ports that browsers refuse', async () => {
  const { url } = await carrier(answering(accepted))
  const server = createServer((socket) =>
    socket.once('data', () => socket.end(accepted)).on('error', () => undefined),
  )
  open.push({ server, sockets: new Set() })
  const listening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(10_080, '127.0.0.1', () => resolve(true))
  })
  expect((await hand(listening ? 'http://127.0.0.1:10080/' : url)).answer.kind).toBe('accepted')
})

it('reads a recall answer that is compressed, unfinished or preceded by an interim answer', async () => {
  const recall = (url: string) =>
    askRecall(
      { url, secret },
      'run-1.1.recall',
      { packetId: 'p-1', attempt: 1, token: 't' },
      { limitMs: 2_000 },
    )
  const promise = '{"recalled": true}'
  const zipped = gzipSync(promise)
  for (const reply of [
    answering(
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: ${promise.length}\r\n\r\n${promise}`,
    ),
    answering(`HTTP/1.1 200 OK\r\n\r\n${promise}`),
    answering(
      `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${zipped.length}\r\n\r\n`,
      zipped,
    ),
  ]) {
    const { url } = await carrier(reply)
    expect(await recall(url)).toEqual({ result: 'RECALLED', detail: 'it answered 200' })
  }
})

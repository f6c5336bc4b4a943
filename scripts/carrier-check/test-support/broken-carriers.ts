/** Ways in which a carrier can be broken, and the checks that must detect each. */
import { Webhook } from 'standardwebhooks'
import { type Answer, type Faults, type Incoming, type Outgoing, secrets } from './middleman'

const now = () => Math.floor(Date.now() / 1000)
const genuine = (message: Incoming): Incoming => ({ ...message, genuine: true, timestamp: now() })
const isPacket = ({ path }: Incoming) => path === '/'
const answer = (status: number): Answer => ({ status, body: '{}' })

function signed(body: string, id: string, at: Date, secret: string): Outgoing {
  const signature = new Webhook(secret).sign(id, at, body)
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const stamps = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
  return { headers: { 'content-type': 'application/json', ...stamps }, body }
}

const idOf = ({ headers }: Outgoing) => headers['webhook-id'] ?? ''

/** Changes the body of a receipt and signs it again. */
function retold(change: (body: string) => string) {
  return (receipt: Outgoing) => signed(change(receipt.body), idOf(receipt), new Date(), secrets.receipt)
}

const notGenuine = ['altered-body', 'altered-id', 'foreign-secret', 'future', 'stale', 'unsigned']

export const brokenCarriers: [what: string, faults: () => Faults, failing: string[]][] = [
  ['never looks at signatures', () => ({ incoming: genuine }), [...notGenuine, 'recall-unsigned']],
  [
    'looks at signatures of hand-overs only',
    () => ({ incoming: (it) => (isPacket(it) ? it : genuine(it)) }),
    ['recall-unsigned'],
  ],
  [
    'takes signatures of any age',
    () => ({ incoming: (it) => (it.genuine ? genuine(it) : it) }),
    ['future', 'stale'],
  ],
  [
    'allows clocks to differ by a minute only',
    () => ({ incoming: (it) => (Math.abs(now() - it.timestamp) > 60 ? answer(401) : it) }),
    ['clocks'],
  ],
  [
    'never ends its answers',
    () => ({ send: (to, { status, body }) => to.writeHead(status).write(body) }),
    ['answer-ends'],
  ],
  [
    'says "continue" before it answers',
    () => ({
      send: (to, { status, body }) => {
        to.writeContinue()
        to.writeProcessing()
        to.writeHead(status).end(body)
      },
    }),
    [],
  ],
  [
    'redirects',
    () => ({ answered: () => answer(307), send: (to) => to.writeHead(307, { location: '/moved' }).end() }),
    ['accepts'],
  ],
  ['knows the newest secret only', () => ({ secrets: [secrets.handOver] }), ['second-secret']],
  [
    'refuses a field that it does not know',
    () => ({ incoming: (it) => (it.body.includes('addedLater') ? answer(400) : it) }),
    ['unknown-field'],
  ],
  [
    'fails at what it cannot read',
    () => ({ answered: (it) => (it.status === 400 ? answer(500) : it) }),
    ['no-json', 'no-token'],
  ],
  [
    'fails at a large packet',
    () => ({ incoming: (it) => (it.body.length > 300_000 && it.body.length < 500_000 ? answer(500) : it) }),
    ['largest'],
  ],
  [
    'reads bodies of any size',
    () => ({ incoming: (it) => (it.body.length > 512 * 1024 ? answer(202) : it) }),
    ['oversized'],
  ],
  [
    'delivers what it refused',
    () => ({ incoming: genuine, answered: (it, { genuine: was }) => (was ? it : answer(401)) }),
    notGenuine,
  ],
  [
    'sends copies again',
    () => ({ incoming: (it) => (isPacket(it) ? { ...it, id: `${it.id} ${Math.random()}` } : it) }),
    ['copies-at-once', 'copy'],
  ],
  ['sends copies again that come before the first is done', racing, ['copies-at-once']],
  [
    'answers copies with 409',
    () => {
      const known = new Set<string>()
      return {
        incoming: (it) => {
          const isCopy = it.genuine && isPacket(it) && known.has(it.id)
          if (it.genuine) known.add(it.id)
          return isCopy ? answer(409) : it
        },
      }
    },
    ['copies-at-once', 'copy'],
  ],
  [
    'takes another attempt for a copy',
    () => ({ incoming: (it) => (isPacket(it) ? { ...it, id: it.id.replace(/\.\d+$/, '') } : it) }),
    ['next-attempt'],
  ],
  [
    'changes the token',
    () => ({ outgoing: retold((it) => it.replace('"token":"', '"token":"x')) }),
    ['receipt'],
  ],
  [
    'adds fields to receipts',
    () => ({ outgoing: retold((it) => it.replace('{', '{"more":1,')) }),
    ['receipt'],
  ],
  ['sends receipts that break off', () => ({ outgoing: retold((it) => it.slice(0, -9)) }), ['receipt']],
  [
    'sends receipts as a form',
    () => ({ outgoing: (it) => ({ ...it, headers: { ...it.headers, 'content-type': 'text/plain' } }) }),
    ['receipt'],
  ],
  [
    'signs with a foreign key',
    () => ({ outgoing: (it) => signed(it.body, idOf(it), new Date(), secrets.second) }),
    ['retry-503', 'signed'],
  ],
  [
    'has a clock that is wrong',
    () => ({ outgoing: (it) => signed(it.body, idOf(it), new Date(Date.now() - 400_000), secrets.receipt) }),
    ['retry-503', 'signed'],
  ],
  [
    'repeats receipts under a new webhook-id',
    () => ({ outgoing: (it) => signed(it.body, `${Math.random()}`, new Date(), secrets.receipt) }),
    ['retry-503', 'retry-broken'],
  ],
  ['repeats receipts under the old signature', replaying, ['retry-503']],
  ['gives a receipt up at once', () => ({ heard: () => 200 }), ['retry-503', 'retry-broken']],
  ['gives a receipt up when nobody answers', () => ({ heard: (status) => status }), []],
  [
    'repeats a receipt that was refused for good',
    () => ({ heard: (status) => (status === 400 ? 500 : status) }),
    ['refused-once'],
  ],
  [
    'repeats a receipt that was taken',
    () => ({ heard: (status) => (status === 200 ? 500 : status) }),
    ['taken-once'],
  ],
  [
    'promises to stop a packet and sends it',
    () => ({
      answered: (it, { path }) =>
        path === '/recall' && it.status === 200 ? { ...it, body: '{"recalled":true}' } : it,
    }),
    ['recall'],
  ],
  ['changes its mind about a recall', undecided, ['recall-again']],
  [
    'offers no recall though it says so',
    () => ({ incoming: (it) => (isPacket(it) ? it : answer(404)) }),
    ['recall', 'recall-again'],
  ],
]

/** Recognizes a copy only after the first request was answered, and answers late. */
function racing(): Faults {
  const open = new Set<string>()
  return {
    incoming: (it) => {
      if (!isPacket(it)) return it
      if (open.has(it.id)) return { ...it, id: `${it.id}#${Math.random()}` }
      open.add(it.id)
      return it
    },
    answered: async (same, { id }) => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      open.delete(id)
      return same
    },
  }
}

/** Sends every repeated receipt with the headers of the first. */
function replaying(): Faults {
  const kept = new Map<string, Outgoing>()
  return {
    outgoing: (receipt) => {
      const first = kept.get(idOf(receipt)) ?? receipt
      kept.set(idOf(receipt), first)
      return first
    },
  }
}

/** Answers the first recall with false and a repeated one with true. */
function undecided(): Faults {
  const asked = new Set<string>()
  return {
    answered: (same, { path, id }) => {
      if (path !== '/recall' || same.status !== 200 || !asked.has(id)) {
        if (path === '/recall') asked.add(id)
        return same
      }
      return { ...same, body: '{"recalled":true}' }
    },
  }
}

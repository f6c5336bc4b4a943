import { describe, expect, test } from 'vitest'
import { type PacketFilter, packetFilter } from '@/lib/contract/packet-list'
import { understand } from './understand'

/** A Wednesday, 13:30 in Berlin. */
const now = Date.parse('2026-01-14T12:30:00Z')
const zone = 'Europe/Berlin'
const providers = ['RouteA', 'RouteB', 'Route', 'αβγ Telecom (backup) №2', 'Today Mobile']
const known = { now, zone, providers }

function filterOf(text: string): PacketFilter {
  const { parts, rest } = understand(text, known)
  const filter = Object.assign({}, ...parts.map((part) => part.filter), rest === '' ? {} : { q: rest })
  // The API must accept every filter that is understood.
  return packetFilter.parse(filter)
}

const uuid = '5f0c6a4e-3b1d-4c2a-9a57-0e8f3f2b7c11'

const today: PacketFilter = { within: 'today', zone }

const cases: Record<string, readonly [text: string, filter: PacketFilter][]> = {
  'names of packets, workflows and runs': [
    [`packets-${uuid}`, { id: `packets-${uuid}` }],
    ['packet-order-4711', { id: 'packet-order-4711' }],
    [uuid, { id: uuid }],
    [uuid.toUpperCase(), { id: uuid.toUpperCase() }],
    ['workflow packets-1', { id: 'packets-1' }],
    ['run id: abc', { id: 'abc' }],
    ['packet order-4711', { id: 'order-4711' }],
    ['reference SM-4711', { id: 'SM-4711' }],
    ['ref:SM-4711', { id: 'SM-4711' }],
    ['reference "SM 47/11"', { id: 'SM 47/11' }],
    ['batch winter-2026', { batch: 'winter-2026' }],
    ['batch=winter-2026, late', { batch: 'winter-2026', flag: 'late' }],
    ['ordering key customer-7', { orderingKey: 'customer-7' }],
    ['key:customer-7', { orderingKey: 'customer-7' }],
    ['fairness key newsletter', { fairnessKey: 'newsletter' }],
    ['priority 1', { priority: '1' }],
    ['id order-4711, late', { id: 'order-4711', flag: 'late' }],
    ["reference 'SM-4711'.", { id: 'SM-4711' }],
    [`(packets-${uuid})`, { q: `packets-${uuid}` }],
    ['http://host/packets/odd-eq', { id: 'odd-eq' }],
    [
      'https://host.example:8443/way/bill/packets/odd-eq/?tab=route#attempt-2, late',
      { id: 'odd-eq', flag: 'late' },
    ],
    ['<http://host/packets/odd-eq>', { id: 'odd-eq' }],
    ['http://host/api/packets/odd-eq.', { id: 'odd-eq' }],
    ['http://host/batches/winter-2026', { batch: 'winter-2026' }],
    ['http://host/packets?flag=late', { q: 'http://host/packets?flag=late' }],
  ],
  'what a provider failed to deliver': [
    ['everything RouteB failed today', { provider: 'RouteB', status: 'UNDELIVERED', ...today }],
    ['failed by RouteB', { provider: 'RouteB', status: 'UNDELIVERED' }],
    ['undelivered via "Today Mobile" today', { provider: 'Today Mobile', status: 'UNDELIVERED', ...today }],
    ['RouteB failed over', { provider: 'RouteB', failedOver: 'true' }],
    ['failed', { status: 'FAILED' }],
    ['failed today', { status: 'FAILED', ...today }],
  ],
  'addresses in any common writing': [
    ['+016660002222', { address: '+016660002222' }],
    ['+01666 000 2222', { address: '+016660002222' }],
    ['+01666-000-2222', { address: '+016660002222' }],
    ['0001666 (000) 2222', { address: '+016660002222' }],
    ['tel:+01666-000.2222', { address: '+016660002222' }],
    ['+49 (0) 170 1234567', { address: '+491701234567' }],
    ['01666 000 1001', { address: '01666 000 1001' }],
    ['01666000 1001', { address: '01666000 1001' }],
    ['(01666) 000-1001, late', { address: '(01666) 000-1001', flag: 'late' }],
    ['01666\u00a0000\u20091001 today', { address: '01666 000 1001', ...today }],
    ['49 30 123456 since 10:00', { address: '49 30 123456', activeFrom: '2026-01-14T09:00:00.000Z' }],
    ['destination=01666 000 1001', { destination: '01666 000 1001' }],
    ['sender: 016660001001', { source: '016660001001' }],
    ['from 01666 000 1001 to 01777 000', { source: '01666 000 1001', destination: '01777 000' }],
    ['＋４９３０１２３４５６', { address: '+4930123456' }],
    ['０１６６６　０００　１００１', { address: '01666 000 1001' }],
    ['+01666 000 2222.', { address: '+016660002222' }],
    ['till-5@shop.example', { address: 'till-5@shop.example' }],
    ['Till-5@Shop.example', { address: 'till-5@shop.example' }],
    ['a@b.example, today', { address: 'a@b.example', ...today }],
    ['to a@b.example; late', { destination: 'a@b.example', flag: 'late' }],
    ['(a@b.example)', { address: 'a@b.example' }],
    ['a@b.example).', { address: 'a@b.example' }],
    ['to Pump(2), late', { destination: 'Pump(2)', flag: 'late' }],
    ['to «Pump 7» today', { destination: 'Pump 7', ...today }],
    ['to +01666 000 2222', { destination: '+016660002222' }],
    ['TO: +01666 000 2222, today', { destination: '+016660002222', ...today }],
    ['from 00 01777 111 0000', { source: '+017771110000' }],
    ['to Pump-7', { destination: 'Pump-7' }],
    ['from "Main Street 1"', { source: 'Main Street 1' }],
    ['source +01777 1110000', { source: '+017771110000' }],
    [
      'to +01666 0002222 since 10:00',
      { destination: '+016660002222', activeFrom: '2026-01-14T09:00:00.000Z' },
    ],
    [
      '+01666 0002222 2026-01-10',
      {
        address: '+016660002222',
        activeFrom: '2026-01-09T23:00:00.000Z',
        activeTo: '2026-01-10T23:00:00.000Z',
      },
    ],
    ['from +017771110000 to +016660002222', { source: '+017771110000', destination: '+016660002222' }],
  ],
  'providers, whose names may have spaces': [
    ['RouteA', { provider: 'RouteA' }],
    ['routeb', { provider: 'RouteB' }],
    ['by RouteA', { provider: 'RouteA' }],
    ['from RouteB', { provider: 'RouteB' }],
    ['provider:RouteB', { provider: 'RouteB' }],
    [
      'delivered by αβγ telecom (backup) №2 today',
      {
        status: 'DELIVERED',
        provider: 'αβγ Telecom (backup) №2',
        ...today,
      },
    ],
    ['Today Mobile yesterday', { provider: 'Today Mobile', within: 'yesterday', zone }],
    ['failed over', { failedOver: 'true' }],
    ['failed over from RouteA today', { failedOverFrom: 'RouteA', ...today }],
    ['failover from "RouteA"', { failedOverFrom: 'RouteA' }],
    ['failed over to RouteB', { failedOver: 'true', provider: 'RouteB' }],
    ['failed over from RouteA to RouteB', { failedOverFrom: 'RouteA', provider: 'RouteB' }],
    ['by RouteA.', { provider: 'RouteA' }],
    ['failed-over by RouteB', { failedOver: 'true', provider: 'RouteB' }],
    ['failed over from +017771110000', { failedOver: 'true', source: '+017771110000' }],
    ['failed over from 10:00', { failedOver: 'true', activeFrom: '2026-01-14T09:00:00.000Z' }],
  ],
  'statuses, flags and orders': [
    ['waiting', { flag: 'waiting' }],
    ['doubled this week', { flag: 'doubled', within: 'week', zone }],
    ['delivered twice', { flag: 'doubled' }],
    ['late', { flag: 'late' }],
    ['late receipts', { flag: 'late' }],
    ['undelivered yesterday', { status: 'UNDELIVERED', within: 'yesterday', zone }],
    ['not delivered', { status: 'UNDELIVERED' }],
    ['delivered', { status: 'DELIVERED' }],
    ['failed', { status: 'FAILED' }],
    ['cancelled', { status: 'CANCELED' }],
    ['in flight', { status: 'IN_FLIGHT' }],
    ['no route', { status: 'NO_ROUTE' }],
    ['stuck, oldest first', { flag: 'stuck', sort: 'oldest' }],
    ['all packets that are late and delivered', { flag: 'late', status: 'DELIVERED' }],
  ],
  'spans of time, by the clock of the zone': [
    ['today', today],
    ['last hour', { within: '1h' }],
    ['in the last 90 minutes', { within: '90m' }],
    ['past 7 days', { within: '7d' }],
    ['last week', { within: '7d' }],
    ['since last week', { within: '7d' }],
    ['since the last 2 hours', { within: '2h' }],
    ['since monday', { activeFrom: '2026-01-11T23:00:00.000Z' }],
    ['late since Monday, 2', { flag: 'late', activeFrom: '2026-01-11T23:00:00.000Z', q: '2' }],
    ['since wednesday', { activeFrom: '2026-01-13T23:00:00.000Z' }],
    ['since last wednesday', { activeFrom: '2026-01-06T23:00:00.000Z' }],
    ['since thursday 10:00', { activeFrom: '2026-01-08T09:00:00.000Z' }],
    ['on monday', { activeFrom: '2026-01-11T23:00:00.000Z', activeTo: '2026-01-12T23:00:00.000Z' }],
    [
      'from monday to wednesday',
      { activeFrom: '2026-01-11T23:00:00.000Z', activeTo: '2026-01-14T23:00:00.000Z' },
    ],
    [
      'from friday to monday',
      { activeFrom: '2026-01-08T23:00:00.000Z', activeTo: '2026-01-12T23:00:00.000Z' },
    ],
    [
      'between 2026-01-10 and 2026-01-11',
      { activeFrom: '2026-01-09T23:00:00.000Z', activeTo: '2026-01-11T23:00:00.000Z' },
    ],
    [
      'from 2026-01-10 22:00 to 02:00',
      { activeFrom: '2026-01-10T21:00:00.000Z', activeTo: '2026-01-11T01:00:00.000Z' },
    ],
    [
      'submitted from yesterday to today',
      { from: '2026-01-12T23:00:00.000Z', to: '2026-01-14T23:00:00.000Z' },
    ],
    ['since 10:00', { activeFrom: '2026-01-14T09:00:00.000Z' }],
    ['since 4pm', { activeFrom: '2026-01-13T15:00:00.000Z' }],
    ['since 12 am', { activeFrom: '2026-01-13T23:00:00.000Z' }],
    ['since yesterday', { activeFrom: '2026-01-12T23:00:00.000Z' }],
    ['after yesterday 22:15', { activeFrom: '2026-01-13T21:15:00.000Z' }],
    ['before 2026-01-10', { activeTo: '2026-01-09T23:00:00.000Z' }],
    [
      'between 09:00 and 09:30',
      {
        activeFrom: '2026-01-14T08:00:00.000Z',
        activeTo: '2026-01-14T08:30:00.000Z',
      },
    ],
    [
      'from 2026-01-10 08:00 to 2026-01-11',
      {
        activeFrom: '2026-01-10T07:00:00.000Z',
        activeTo: '2026-01-10T23:00:00.000Z',
      },
    ],
    ['since 2026-01-10T08:00:00Z', { activeFrom: '2026-01-10T08:00:00.000Z' }],
    ['submitted today', { from: '2026-01-13T23:00:00.000Z' }],
    ['submitted yesterday', { from: '2026-01-12T23:00:00.000Z', to: '2026-01-13T23:00:00.000Z' }],
    ['created since 10:00', { from: '2026-01-14T09:00:00.000Z' }],
    ['ended yesterday', { within: 'yesterday', zone }],
  ],
  'what says nothing, as text': [
    ['order-4711', { q: 'order-4711' }],
    ['late order-4711', { flag: 'late', q: 'order-4711' }],
    ['latency', { q: 'latency' }],
    ['"late today"', { q: 'late today' }],
    ['RouteA2', { q: 'RouteA2' }],
    ['late to +0166… since 10:00', { flag: 'late', q: '+0166', activeFrom: '2026-01-14T09:00:00.000Z' }],
    ['016660002222', { q: '016660002222' }],
    ['01666-000-1001', { q: '01666-000-1001' }],
    ['01666 000', { q: '01666 000' }],
    ['2026-000123.', { q: '2026-000123' }],
    ['10.0.0.12', { q: '10.0.0.12' }],
    ['Till-5@shop', { q: 'Till-5@shop' }],
    ['odd-eq,', { q: 'odd-eq' }],
    ['odd-eq.', { q: 'odd-eq' }],
    ["'odd-eq'", { q: 'odd-eq' }],
    ['“odd-eq”', { q: 'odd-eq' }],
    ['„odd-eq“, late', { q: 'odd-eq', flag: 'late' }],
    ['« odd-eq »', { q: 'odd-eq' }],
    ['‘odd-eq’', { q: 'odd-eq' }],
    ['O’Brien’s', { q: 'O’Brien’s' }],
    ['not late', { q: 'not late' }],
    ['not delivered twice', { q: 'not delivered twice' }],
    ['not late today', { q: 'not late', ...today }],
    ['stuck, never failed over from RouteA', { flag: 'stuck', q: 'never failed over from RouteA' }],
    ['since 10:00 until 09:00', { activeFrom: '2026-01-14T09:00:00.000Z', q: 'until 09:00' }],
    ['RouteA by RouteB', { provider: 'RouteA', q: 'by RouteB' }],
    ['from 2026-01-11 to 2026-01-10', { q: 'from 2026-01-11 to 2026-01-10' }],
    ['since 25:00', { q: 'since 25:00' }],
    ['2026-02-30', { q: '2026-02-30' }],
    ['last 0 hours', { q: 'last 0 hours' }],
    ['RouteA RouteB', { provider: 'RouteA', q: 'RouteB' }],
    ['priority 9', { q: 'priority 9' }],
    ['the', { q: 'the' }],
    ['', {}],
    ['   ', {}],
    ['"', { q: '"' }],
  ],
}

describe.each(Object.entries(cases))('%s', (_, all) => {
  test.each(all)('%s', (text, filter) => {
    expect(filterOf(text)).toEqual(filter)
  })
})

test('tells which words gave which part of the filter', () => {
  expect(understand('nr. 5 failed over from routea, today', known)).toEqual({
    parts: [
      { words: 'failed over from routea', filter: { failedOverFrom: 'RouteA' } },
      { words: 'today', filter: { within: 'today', zone } },
    ],
    rest: 'nr. 5',
  })
})

test('a day begins and ends by the clocks of its zone', () => {
  const spring = Date.parse('2026-03-29T10:00:00Z')
  const { parts } = understand('submitted 2026-03-29', { ...known, now: spring })
  expect(parts[0]?.filter).toEqual({ from: '2026-03-28T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z' })
})

test.each([
  ['2026-01-13T12:00:00Z', '2026-01-11T23:00:00.000Z', '2026-01-14T23:00:00.000Z'],
  ['2026-01-12T12:00:00Z', '2026-01-11T23:00:00.000Z', '2026-01-14T23:00:00.000Z'],
  ['2026-01-11T12:00:00Z', '2026-01-04T23:00:00.000Z', '2026-01-07T23:00:00.000Z'],
])('a span of weekdays begins with the latest such day, at %s', (at, activeFrom, activeTo) => {
  const { parts } = understand('from monday to wednesday', { ...known, now: Date.parse(at) })
  expect(parts[0]?.filter).toEqual({ activeFrom, activeTo })
})

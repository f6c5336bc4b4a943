/** The kit passes the example carrier and detects every kind of broken carrier: a check that cannot fail is useless. */
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import type { Given } from './bench'
import { type Result, runChecks } from './run-checks'
import { brokenCarriers } from './test-support/broken-carriers'
import { type Answer, type Faults, Middleman, secrets } from './test-support/middleman'

// The tests mostly wait, so many can run at once.
vi.setConfig({ maxConcurrency: 12 })

const place = { host: '127.0.0.1', port: 0, url: null }

async function check(
  faults: Faults,
  changes: Partial<Given> = {},
  only: string[] | null = null,
): Promise<Result[]> {
  const carrier = await Middleman.start(faults)
  try {
    const given: Given = {
      url: carrier.url,
      handOverSecret: secrets.handOver,
      secondSecret: secrets.second,
      receiptSecrets: [secrets.receipt],
      source: '+017771110000',
      destination: '+016660002222',
      // Longer than the example's pauses, even when other tests slow it down.
      timeoutMs: 8_000,
      quietMs: 1_500,
      recall: true,
      ...changes,
    }
    return await runChecks({ given, place, only, signal: new AbortController().signal })
  } finally {
    await carrier.close()
  }
}

function named(results: Result[], verdict: Result['verdict']): string[] {
  return results.filter((each) => each.verdict === verdict).map((each) => each.check.name)
}

function withHeader(name: string, change: (value: string) => string): NonNullable<Faults['outgoing']> {
  return ({ headers, body }) => ({ headers: { ...headers, [name]: change(headers[name] ?? '') }, body })
}

const failed = (results: Result[]) => named(results, 'failed').sort()

describe.concurrent('the kit', { timeout: 30_000 }, () => {
  test('passes the example carrier', async () => {
    const results = await check({})
    expect(results.filter(({ verdict }) => verdict !== 'passed')).toEqual([])
    expect(results.length).toBeGreaterThan(20)
  })

  test('passes a carrier that can stop packets', async () => {
    const taken: string[] = []
    const sent = new Set<string>()
    const deliver = async ({ packetId }: { packetId: string }) => {
      // Only the first packet must be delivered in time; the others stay open long enough to be recalled.
      if (taken.push(packetId) > 1) await pause(20_000, undefined, { ref: false })
      sent.add(packetId)
      return { delivered: true }
    }
    const stop = async (packetId: string) => !sent.has(packetId)
    const results = await check({ provider: { deliver, stop } }, {}, ['recall', 'recall-again'])
    expect(failed(results)).toEqual([])
    expect(results.find(({ check: { name } }) => name === 'recall')?.words).toBe(
      'recalled, and no receipt came',
    )
  })

  test('names the checks that it skipped because an option was not given', async () => {
    const results = await check({}, { secondSecret: null, receiptSecrets: [], recall: false })
    expect(failed(results)).toEqual([])
    const left = ['recall', 'recall-again', 'recall-unsigned', 'second-secret', 'signed']
    expect(named(results, 'skipped').sort()).toEqual(left)
  })

  test('reports only that failure when a carrier refuses everything or answers too late', async () => {
    // Much longer than the limit, because time in which this process stands still does not count.
    const slow = async (same: Answer) => {
      await pause(20_000, undefined, { ref: false })
      return same
    }
    const [deaf, late] = await Promise.all([
      check({ secrets: [secrets.receipt] }),
      check({ answered: slow }, { timeoutMs: 2_000 }),
    ])
    for (const results of [deaf, late]) {
      expect(failed(results)).toEqual(['accepts'])
      expect(named(results, 'passed')).toEqual([])
    }
    expect(late[0]?.words).toContain('no answer in time')
  })

  test('reports a redirect and interim answers in the words that operators read', async () => {
    const [moved, eager] = await Promise.all([
      check({ send: (to) => to.writeHead(308, { location: 'https://sms.example.com/new?key=1' }).end() }),
      check({
        send: (to, { status, body }) => {
          to.writeContinue()
          to.writeHead(status).end(body)
        },
      }),
    ])
    expect(moved[0]?.words).toBe(
      'Wanted is 2xx, but it answered 308, a redirect to https://sms.example.com/new, which is not followed.',
    )
    expect(eager.find(({ check: { name } }) => name === 'answer-ends')?.words).toBe(
      'in full, after 100, which was not asked for and is passed over',
    )
  })

  test.each<[what: string, faults: Faults, check: string, words: RegExp]>([
    [
      'signed in milliseconds',
      { outgoing: withHeader('webhook-timestamp', (seconds) => `${seconds}000`) },
      'signed',
      /refused with 401: webhook-timestamp is "\d{13}", which looks like milliseconds; expected are whole seconds/,
    ],
    [
      'signed by date',
      { outgoing: withHeader('webhook-timestamp', () => '2026-11-28T10:00:00Z') },
      'signed',
      /which looks like a date; expected are whole seconds/,
    ],
    [
      'without a signature',
      { outgoing: withHeader('webhook-signature', () => '') },
      'signed',
      /refused with 401: webhook-signature is missing/,
    ],
    [
      'in another charset',
      { outgoing: withHeader('content-type', () => 'application/json; charset=latin1') },
      'receipt',
      /refused with 415: Content-Type names the charset "latin1"\. Send Content-Type: application\/json, in UTF-8/,
    ],
    [
      'sent to another address',
      { address: (url) => url.replace('/transmit/', '/Transmit/') },
      'receipt',
      /One came to \/api\/callbacks\/Transmit\/1; use the callback address as it is, \/api\/callbacks\/transmit\/1\./,
    ],
  ])('tells of a receipt %s in the words that it is refused with', async (_, faults, name, words) => {
    const results = await check(faults, {}, ['accepts', 'receipt', 'signed'])
    expect(failed(results)).toEqual([name])
    expect(results.find(({ check: { name: is } }) => is === name)?.words).toMatch(words)
  })

  test('accepts harmless variations: extra slashes, a charset written differently', async () => {
    const results = await check({
      address: (url) => `${url.replace('/api/', '//api/')}/`,
      outgoing: withHeader('content-type', () => 'application/json; charset="UTF8";'),
    })
    expect(failed(results)).toEqual([])
  })

  test('does not wait for receipts that cannot come', async () => {
    const results = await check({ outgoing: () => null })
    expect(failed(results)).toEqual(['receipt'])
    expect(named(results, 'skipped')).toContain('retry-503')
    expect(named(results, 'passed')).toContain('unsigned')
  })
})

describe.concurrent('a carrier that', () => {
  test.each(brokenCarriers)(
    '%s',
    async (_, faults, expected) => {
      expect(failed(await check(faults()))).toEqual(expected.toSorted())
    },
    30_000,
  )
})

/** Runs the kit against the simulator, whose faults are known. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PresetName } from '@/simulator/profile'
import { type Rig, secretOf, startRig, throwAway } from '@/simulator/test-support/rig'
import { freePorts } from '../stack/addresses'
import { run } from './run'

const presets = {
  A: 'healthy',
  B: 'refusing',
  C: 'duplicating',
  D: 'forging',
  E: 'garbled',
  F: 'silent',
  G: 'down',
} as const satisfies Record<string, PresetName>

let rig: Rig

beforeAll(async () => {
  const profiles = Object.fromEntries(
    Object.entries(presets).map(([name, preset]) => [name, { preset, receiptDelayMs: [20, 60] }]),
  )
  rig = await startRig({ names: Object.keys(presets), profiles: { ...profiles, G: 'down' } })
})

afterAll(() => throwAway(rig))

const handOver = (name: string) => secretOf(name, 'hand-over')
const receipt = (name: string) => secretOf(name, 'receipt')

async function checked(name: keyof typeof presets, ...more: string[]) {
  let out = ''
  let err = ''
  const status = await run(
    [
      ...['--url', `${rig.url}/carriers/${name}/transmit`, '--timeout', '8s', ...more],
      ...['--secret-env', 'OURS', '--receipt-secret-env', 'THEIRS'],
    ],
    {
      env: { OURS: handOver(name), THEIRS: receipt(name) },
      out: { write: (text) => (out += text) },
      err: { write: (text) => (err += text) },
      signal: new AbortController().signal,
    },
  )
  return { status, out, err }
}

async function failuresOf(name: keyof typeof presets, ...more: string[]) {
  const { out } = await checked(name, '--json', ...more)
  const told: { checks: { name: string; verdict: string; words: string }[] } = JSON.parse(out)
  return told.checks.filter(({ verdict }) => verdict === 'failed').map((each) => each.name)
}

describe.concurrent('the simulated carrier', { timeout: 40_000 }, () => {
  test('passes when it is healthy, recall included', async () => {
    const { status, out, err } = await checked('A', '--recall')
    expect(out).toMatch(/^26 passed, 0 failed, 1 skipped\.$/m)
    expect(out).toContain('✓ pass  retry-503')
    expect([status, err]).toEqual([0, ''])
  })

  test('passes when it says "not delivered", or says everything twice', async () => {
    expect(await failuresOf('B')).toEqual([])
    expect(await failuresOf('C')).toEqual([])
  })

  test('fails by its receipts when they are forged, garbled or missing', async () => {
    expect(await failuresOf('D')).toEqual(['signed', 'retry-503'])
    expect(await failuresOf('E')).toEqual(['receipt'])
    expect(await failuresOf('F')).toEqual(['receipt'])
  })

  test('fails at once when it is down', async () => {
    const { status, out } = await checked('G')
    expect(status).toBe(2)
    expect(out).toContain('Wanted is 2xx, but it gave no answer (the connection broke).')
  })
})

describe('what it prints of a failure', { timeout: 20_000 }, () => {
  test('is the request as a command, the receipt, and how to run this check alone, but never a secret', async () => {
    const { status, out } = await checked('D', '--only', 'unsigned')
    expect(status).toBe(2)
    expect(out).toContain("curl -i -X POST 'http://127.0.0.1:")
    expect(out).toContain("-H 'webhook-signature: v1,")
    expect(out).toMatch(/^These alone: npm run carrier:check -- --url http:\/\/\S+ .*--only signed$/m)
    for (const secret of [handOver('D'), receipt('D')]) expect(out).not.toContain(secret.slice(10, 30))
  })
})

describe('when checks cannot run, it says why and ends with 1:', () => {
  const surroundings = { env: {}, signal: new AbortController().signal }

  async function complaint(...args: string[]): Promise<string> {
    let err = ''
    const out = { write: () => expect.unreachable() }
    const status = await run(args, { ...surroundings, out, err: { write: (text) => (err += text) } })
    expect(status).toBe(1)
    return err
  }

  test.each([
    ['no address', ['--secret-env', 'OURS'], '--url must be an http or https address.'],
    ['no secret', ['--url', 'http://127.0.0.1:9/'], '--secret-env names the variable'],
    ['an unknown option', ['--uri', 'x'], "Unknown option '--uri'."],
    [
      'an unknown check',
      ['--url', 'http://127.0.0.1:9/', '--secret-env', 'X', '--only', 'a'],
      '--only knows no "a"',
    ],
    ['an unset variable', ['--url', 'http://127.0.0.1:9/', '--secret-env', 'OURS'], 'OURS is not set.'],
    [
      'no time',
      ['--url', 'http://127.0.0.1:9/', '--secret-env', 'X', '--timeout', '0s'],
      '--timeout must be',
    ],
    [
      'no such file',
      ['--url', 'http://127.0.0.1:9/', '--secret-env', 'X', '--env-file', 'no'],
      '--env-file no',
    ],
    [
      'an address with a password',
      ['--url', 'https://user:hunter2@sms.example.com/', '--secret-env', 'OURS'],
      '--url: Leave out the user name and the password',
    ],
  ])('%s', async (_, args, sentence) => {
    expect(await complaint(...args)).toContain(sentence)
  })

  test('nothing listens at the address', async () => {
    const env = { OURS: handOver('A') }
    let err = ''
    const sink = { write: (text: string) => (err += text) }
    const url = `http://127.0.0.1:${(await freePorts(1))[0]}/`
    const args = ['--url', url, '--secret-env', 'OURS']
    expect(await run(args, { ...surroundings, env, out: sink, err: sink })).toBe(1)
    expect(err).toBe(`Nothing answers at ${url} (connection refused). Start the carrier, or correct --url.\n`)
  })
})

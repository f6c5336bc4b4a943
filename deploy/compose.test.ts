/** Checks the compose files without running them, so that no Docker engine is needed. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

const text = read('docker-compose.yml')
const composeJson: unknown = parse(text, { merge: true })

const service = z.looseObject({
  image: z.string().optional(),
  build: z.object({ context: z.literal('.'), target: z.string() }).optional(),
  restart: z.string(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  env_file: z.string().optional(),
  ports: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
})

const { services, configs } = z
  .looseObject({
    services: z.record(z.string(), service),
    configs: z.record(z.string(), z.object({ file: z.string() })),
  })
  .parse(composeJson)

const all = Object.entries(services)
const built = all.filter(([, { build }]) => build !== undefined)
const isJob = ({ restart }: z.infer<typeof service>) => restart.startsWith('on-failure')

/** The errors of a file by the JSON schema of the compose specification. */
function complaints(file: unknown): string[] {
  const folder = 'schemas/json/raw.githubusercontent.com/compose-spec/compose-spec/master/schema'
  const path = createRequire(import.meta.url).resolve(`schemastore/${folder}/compose-spec.json`)
  const { $schema: _, ...schema } = z.looseObject({}).parse(JSON.parse(readFileSync(path, 'utf8')))
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
  // The schema names its parts with a keyword of an older draft, which Ajv would reject.
  ajv.removeKeyword('id')
  ajv.validate(schema, file)
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

test('is a valid compose file', () => {
  expect(complaints(composeJson)).toEqual([])
  expect(complaints({ services: { web: { image: 'a', helthcheck: {} } } })).toHaveLength(1)
})

test('every image is pinned to a release', () => {
  const images = all.flatMap(([, { image }]) => image ?? [])
  expect(images).toHaveLength(7)
  for (const image of images) expect(image).toMatch(/^[a-z/-]+:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/)
  for (const [, base] of read('Dockerfile').matchAll(/^FROM (\S+:\S+)/gm)) {
    expect(base).toMatch(/^node:24\.\d+\.\d+-bookworm-slim$/)
  }
})

test("jobs that prepare a server have the server's version", () => {
  const version = (name: string) => services[name]?.image?.split(':')[1]
  expect(version('temporal-schema')).toBe(version('temporal'))
  expect(services['waybill-database']?.image).toBe(services.postgres?.image)
})

test.each(all)('%s has a health check, or is a job that another service waits for', (name, it) => {
  if (!isJob(it)) return expect(it.healthcheck?.test[0]).toBe('CMD')
  const waiting = all.flatMap(([, { depends_on }]) => depends_on[name]?.condition ?? [])
  expect(waiting).toContain('service_completed_successfully')
})

test.each(all)('%s waits until what it needs works, not only until it exists', (_, { depends_on }) => {
  for (const [needed, { condition }] of Object.entries(depends_on)) {
    const job = services[needed] !== undefined && isJob(services[needed])
    expect(condition).toBe(job ? 'service_completed_successfully' : 'service_healthy')
  }
})

test.each(all)('%s runs with few rights and is reached from this machine only', (_, it) => {
  expect(it.read_only).toBe(true)
  expect(it.cap_drop).toEqual(['ALL'])
  expect(it).toMatchObject({ security_opt: ['no-new-privileges:true'] })
  for (const port of it.ports) expect(port).toMatch(/^127\.0\.0\.1:/)
})

test('workers can be scaled', () => {
  expect(services.worker).toBeDefined()
  expect(services.worker).not.toHaveProperty('container_name')
  expect(services.worker?.ports).toEqual([])
})

test('workers check receipts at the web process, unless another callback address is set', () => {
  expect(services.web).toBeDefined()
  expect(services.worker?.environment).toMatchObject({
    CALLBACK_URL: expect.stringMatching(/^\$\{CALLBACK_URL:-/),
  })
})

test('the file holds no secret, and each process has a secrets file of its own', () => {
  for (const [, { environment }] of all) {
    for (const name of Object.keys(environment)) expect(name).not.toMatch(/SECRET|KEY|PASSWORD|PWD/)
  }
  const files = all.flatMap(([, { env_file }]) => env_file ?? [])
  for (const file of files)
    expect(file).toMatch(/^deploy\/secrets\/(postgres|web|worker|simulator|consumer)\.env$/)
  for (const name of ['web', 'worker', 'simulator', 'consumer']) {
    expect(services[name]?.env_file).toBe(`deploy/secrets/${name}.env`)
  }
})

test('every variable is documented', () => {
  const documented = new Set(Array.from(read('.env.example').matchAll(/^#? ?([A-Z_]+)=/gm), ([, it]) => it))
  const substituted = Array.from(text.matchAll(/\$\{([A-Z_]+)/g), ([, it]) => it)
  const given = built.flatMap(([, { environment }]) => Object.keys(environment))
  const missing = [...substituted, ...given].filter((name) => !documented.has(name))
  expect([...new Set(missing)]).toEqual([])
})

/** Variables that a process reads and the compose file need not set, each with the reason. */
const NOT_GIVEN: Record<string, string> = {
  TOKEN_KEYS: 'a secret, in the file of its process',
  NOTIFY_SECRET: 'likewise',
  DATABASE_URL: 'holds a password, in the file of its process',
  'web HOST': 'set in the image: every address of the container',
  'web PORT': 'set in the image: ports are mapped outside',
  'worker WORKFLOW_BUNDLE_PATH': 'where the image has it',
  KAFKA_SASL_PASSWORD: 'a secret, in the file of its process',
  KAFKA_SSL_CA_PATH: 'named in the file of its process by whoever mounts it',
  KAFKA_SSL_CERT_PATH: 'named in the file of its process by whoever mounts it',
  KAFKA_SSL_KEY_PATH: 'named in the file of its process by whoever mounts it',
}

test.each([
  ['web', 'lib/server/env.ts'],
  ['worker', 'worker/env.ts'],
  ['simulator', 'simulator/env.ts'],
  ['consumer', 'consumer/env.ts'],
])('%s is given every variable that %s reads', (name, file) => {
  const given = services[name]?.environment ?? {}
  const reads = Array.from(read(file).matchAll(/^ {2}([A-Z][A-Z0-9_]*): /gm), ([, it = '']) => it)
  expect(reads.length).toBeGreaterThan(3)
  const missing = reads.filter((it) => !(it in given || it in NOT_GIVEN || `${name} ${it}` in NOT_GIVEN))
  expect(missing).toEqual([])
})

test('web and worker reach their database, and wait until it is ready', () => {
  for (const name of ['web', 'worker']) {
    expect(services[name]).toMatchObject({
      networks: expect.arrayContaining(['store']),
      depends_on: { 'waybill-database': {}, setup: {} },
    })
  }
  expect(services.simulator).toMatchObject({ networks: ['edge'] })
})

test('a consumer runs only on request, next to the web process that it submits to', () => {
  expect(services.consumer).toMatchObject({
    profiles: ['consumer'],
    networks: ['store', 'edge'],
    depends_on: { web: {} },
  })
})

test('Prometheus and Grafana run only on request, and reach what they read', () => {
  for (const name of ['prometheus', 'grafana'])
    expect(services[name]).toMatchObject({ profiles: ['metrics'], networks: ['edge'] })
  const jobs = Array.from(read('deploy/prometheus/prometheus.yml').matchAll(/names: \[(\w+)\].*port: (\d+)/g))
  expect(jobs.map(([, name = '', port]) => [name, port])).toEqual([
    ['web', '3000'],
    ['worker', services.worker?.environment.METRICS_PORT],
    ['simulator', services.simulator?.environment.CARRIER_PORT],
  ])
  for (const [, name = ''] of jobs)
    expect(services[name]).toMatchObject({ networks: expect.arrayContaining(['edge']) })
})

test('links between the pages follow their ports', () => {
  for (const [process, link, port] of [
    ['web', 'TEMPORAL_UI_URL', 'TEMPORAL_UI_PORT'],
    ['simulator', 'WAYBILL_URL', 'PORT'],
  ] as const) {
    expect(services[process]?.environment[link]).toContain(`:\${${port}:-`)
  }
})

test('the files it names exist', () => {
  for (const { file } of Object.values(configs)) expect(existsSync(join(root, file)), file).toBe(true)
  expect(read('deploy/secrets/.gitignore')).toContain('\n*\n')
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Stack, type StackOptions } from './stack'

let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'waybill-stack-'))
})

afterEach(() => rm(dataDir, { recursive: true }))

const create = (database: StackOptions['database']) =>
  Stack.create({
    ports: { web: 1, temporal: 2, temporalUi: null, carrier: 3 },
    dataDir,
    database,
    cliPath: '/usr/bin/temporal',
  })

test('web and worker get the address of the PostgreSQL that is started first; the simulator does not', async () => {
  const stack = await create({ port: 4 })
  expect(stack.early[0]).toEqual(['postgres'])
  const url = /^postgres:\/\/waybill:[\w-]{32}@127\.0\.0\.1:4\/waybill$/
  expect(stack.databaseUrl).toMatch(url)
  for (const name of ['web', 'worker'] as const) {
    expect(stack.part(name).command.env.DATABASE_URL).toBe(stack.databaseUrl)
  }
  const [password = ''] = /[\w-]{32}/.exec(stack.databaseUrl) ?? []
  const { env } = stack.part('simulator').command
  expect(Object.values(env).filter((value) => value?.includes(password))).toEqual([])
})

test('starts no PostgreSQL when it runs elsewhere', async () => {
  const url = 'postgres://me:mine@db.example.com/packets'
  const stack = await create({ url })
  expect(stack.has('postgres')).toBe(false)
  expect(stack.early).toHaveLength(1)
  expect(stack.part('web').command.env.DATABASE_URL).toBe(url)
})

import { mkdir, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Build, staleHash, writeStamp } from './inputs'

const build: Build = {
  inputs: ['lib', 'settings.json', 'absent'],
  outputs: ['out/app.js'],
  stamp: 'out/.stamp',
}
let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'waybill-inputs-'))
  await mkdir(join(root, 'lib', 'deep'), { recursive: true })
  await mkdir(join(root, 'out'))
  await writeFile(join(root, 'lib', 'deep', 'one.ts'), 'one')
  await writeFile(join(root, 'settings.json'), '{}')
})

afterEach(() => rm(root, { recursive: true }))

async function isStale(): Promise<boolean> {
  return (await staleHash(root, build)) !== null
}

async function make(): Promise<void> {
  const hash = await staleHash(root, build)
  await writeFile(join(root, 'out', 'app.js'), 'built')
  if (hash) await writeStamp(root, build, hash)
}

test('what was never built is stale, what was just built is not', async () => {
  expect(await isStale()).toBe(true)
  await make()
  expect(await isStale()).toBe(false)
})

test.each([
  ['a changed source', () => writeFile(join(root, 'lib', 'deep', 'one.ts'), 'two')],
  ['a new source', () => writeFile(join(root, 'lib', 'two.ts'), '')],
  ['a removed source', () => unlink(join(root, 'lib', 'deep', 'one.ts'))],
  ['a changed file', () => writeFile(join(root, 'settings.json'), '{"a":1}')],
  ['a file that appears', () => writeFile(join(root, 'absent'), 'here')],
  ['a missing result', () => unlink(join(root, 'out', 'app.js'))],
])('%s makes it stale', async (_what, change) => {
  await make()
  await change()
  expect(await isStale()).toBe(true)
})

test('tests and notes do not', async () => {
  await make()
  await writeFile(join(root, 'lib', 'one.test.ts'), 'test')
  await writeFile(join(root, 'lib', 'readme.md'), 'notes')
  expect(await isStale()).toBe(false)
})

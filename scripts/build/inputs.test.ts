import { mkdir, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Build, buildUnlessCurrent } from './inputs'

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

const write = () => writeFile(join(root, 'out', 'app.js'), 'built')
const make = () => buildUnlessCurrent(root, build, write)

/** Tells whether a build is needed, without building anything. */
async function isStale(): Promise<boolean> {
  const asked = buildUnlessCurrent(root, build, () => Promise.reject(new Error('stale')))
  return asked.catch(() => true)
}

test('a result that was never built is stale, one that was just built is not', async () => {
  expect(await isStale()).toBe(true)
  expect(await make()).toBe(true)
  expect(await isStale()).toBe(false)
  expect(await make()).toBe(false)
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

test('a changed setting makes it stale, the same setting does not', async () => {
  const builtWith = (setting: string) => buildUnlessCurrent(root, { ...build, setting: () => setting }, write)
  expect(await builtWith('')).toBe(true)
  expect(await builtWith('/waybill')).toBe(true)
  expect(await builtWith('/waybill')).toBe(false)
})

test('changed tests and notes do not make it stale', async () => {
  await make()
  await writeFile(join(root, 'lib', 'one.test.ts'), 'test')
  await writeFile(join(root, 'lib', 'readme.md'), 'notes')
  expect(await isStale()).toBe(false)
})

test('after a failed build the result stays stale, even when the sources are put back', async () => {
  await make()
  await writeFile(join(root, 'lib', 'deep', 'one.ts'), 'two')
  const failing = buildUnlessCurrent(root, build, async () => {
    await writeFile(join(root, 'out', 'app.js'), 'half of two')
    throw new Error('no more')
  })
  await expect(failing).rejects.toThrow('no more')
  await writeFile(join(root, 'lib', 'deep', 'one.ts'), 'one')
  expect(await isStale()).toBe(true)
})

test('a build whose sources change while it runs stays stale', async () => {
  await buildUnlessCurrent(root, build, async () => {
    await writeFile(join(root, 'lib', 'deep', 'one.ts'), 'two')
    await write()
  })
  await writeFile(join(root, 'lib', 'deep', 'one.ts'), 'one')
  expect(await isStale()).toBe(true)
})

import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeLinks } from './postgres-programs'

let native: string

beforeEach(async () => {
  native = join(await mkdtemp(join(tmpdir(), 'waybill-links-')), 'native')
  await mkdir(join(native, 'lib'), { recursive: true })
  await writeFile(join(native, 'lib', 'libpq.so.5.18'), 'a library')
})

afterEach(() => rm(join(native, '..'), { recursive: true }))

const list = (target: string) =>
  writeFile(
    join(native, 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target }]),
  )

test('missing links are made once, and stay valid when the folder is moved', async () => {
  await list('native/lib/libpq.so.5')
  await makeLinks(native)
  await makeLinks(native)
  expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18')
  await Promise.all([makeLinks(native), makeLinks(native)])
})

test('several commands may make the links at once', async () => {
  await list('native/lib/libpq.so.5')
  await Promise.all([makeLinks(native), makeLinks(native), makeLinks(native)])
  expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18')
})

test('a package without a list needs no links', async () => {
  await makeLinks(native)
})

test('a link that cannot be made is reported with its place and what to do', async () => {
  // The missing folder stands for one that is not writable, since root may write anywhere.
  await list('native/gone/libpq.so.5')
  await expect(makeLinks(native)).rejects.toThrow(
    /^PostgreSQL lacks the link .*native\/gone\/libpq\.so\.5, and it cannot be made \(ENOENT\); start once as .*DATABASE_URL/,
  )
})

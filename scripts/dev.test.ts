import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changedParts, readBundles } from './dev'

let dist: string

beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), 'waybill-bundles-'))
  await mkdir(join(dist, 'page'))
  for (const file of ['worker.mjs', 'workflow-bundle.js', 'simulator.mjs', 'web.mjs', 'page/page.css']) {
    await writeFile(join(dist, file), 'old')
  }
})

afterEach(() => rm(dist, { recursive: true }))

test.each([
  ['worker.mjs', 'worker'],
  ['workflow-bundle.js', 'worker'],
  ['simulator.mjs', 'simulator'],
  ['page/page.css', 'simulator'],
  ['page/new.css', 'simulator'],
  ['web.mjs', 'web'],
])('a changed %s restarts the %s', async (file, part) => {
  const before = await readBundles(dist)
  expect(changedParts(before, await readBundles(dist))).toEqual([])
  await writeFile(join(dist, file), 'new')
  expect(changedParts(before, await readBundles(dist))).toEqual([part])
})

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findBrowser } from './browser'

let folder: string
const report = () => {}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-browser-'))
})

afterEach(() => rm(folder, { recursive: true }))

async function browser(name: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, '#!/bin/sh\necho "Chromium 1"\n')
  await chmod(path, 0o755)
  return path
}

test('CHROMIUM_PATH comes before an installed one', async () => {
  await browser('chromium')
  const chosen = await browser('chosen')
  const env = { NODE_ENV: 'test' as const, PATH: folder, CHROMIUM_PATH: chosen }
  expect(await findBrowser({ env, report })).toBe(chosen)
})

test('an installed one is found on PATH', async () => {
  const chrome = await browser('chromium')
  expect(await findBrowser({ env: { NODE_ENV: 'test', PATH: folder }, report })).toBe(chrome)
})

test('CHROMIUM_PATH that does not run is a mistake to mend', async () => {
  const env = { NODE_ENV: 'test' as const, PATH: folder, CHROMIUM_PATH: join(folder, 'nothing') }
  await expect(findBrowser({ env, report })).rejects.toThrow(/^CHROMIUM_PATH=.* does not run/)
})

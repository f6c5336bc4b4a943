import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findBrowser, installedBrowser } from './browser'

let folder: string
const report = () => {}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-browser-'))
})

afterEach(() => rm(folder, { recursive: true }))

async function browser(name: string, does = 'echo "Chromium 1"'): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `#!/bin/sh\n${does}\n`)
  await chmod(path, 0o755)
  return path
}

test('CHROMIUM_PATH comes before an installed one', async () => {
  await browser('chromium')
  const chosen = await browser('chosen')
  const env = { NODE_ENV: 'test' as const, PATH: folder, CHROMIUM_PATH: chosen }
  expect(await findBrowser({ env, report })).toBe(chosen)
})

test('an installed one is found on PATH, first one that draws no windows', async () => {
  await browser('chromium')
  const chrome = await browser('chromium-headless-shell')
  expect(await findBrowser({ env: { NODE_ENV: 'test', PATH: folder }, report })).toBe(chrome)
})

test('one that does not run hides no other that does', async () => {
  await mkdir(join(folder, 'first'))
  await browser('first/chromium-headless-shell', 'exit 127')
  const chrome = await browser('chromium-headless-shell')
  const env = { NODE_ENV: 'test' as const, PATH: [join(folder, 'first'), folder].join(delimiter) }
  expect(await findBrowser({ env, report })).toBe(chrome)
  expect(installedBrowser(env)).toBe(chrome)
})

test('CHROMIUM_PATH that does not run is a mistake to mend', async () => {
  const env = { NODE_ENV: 'test' as const, PATH: folder, CHROMIUM_PATH: join(folder, 'nothing') }
  await expect(findBrowser({ env, report })).rejects.toThrow(/^CHROMIUM_PATH=.* does not run/)
})

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

test('CHROMIUM_PATH takes precedence over an installed browser', async () => {
  await browser('chromium')
  const chosen = await browser('chosen')
  const env = { NODE_ENV: 'test' as const, PATH: folder, CHROMIUM_PATH: chosen }
  expect(await findBrowser({ env, report })).toBe(chosen)
})

test('an installed browser is found on PATH, a headless one first', async () => {
  await browser('chromium')
  const chrome = await browser('chromium-headless-shell')
  expect(await findBrowser({ env: { NODE_ENV: 'test', PATH: folder }, report })).toBe(chrome)
})

test('a browser that does not run is skipped for one that does', async () => {
  await mkdir(join(folder, 'first'))
  await browser('first/chromium-headless-shell', 'exit 127')
  const chrome = await browser('chromium-headless-shell')
  const env = { NODE_ENV: 'test' as const, PATH: [join(folder, 'first'), folder].join(delimiter) }
  expect(await findBrowser({ env, report })).toBe(chrome)
  expect(installedBrowser(env)).toBe(chrome)
})

test('a CHROMIUM_PATH that does not run is refused', async () => {
  const env = { NODE_ENV: 'test' as const, PATH: folder, CHROMIUM_PATH: join(folder, 'nothing') }
  await expect(findBrowser({ env, report })).rejects.toThrow(/^CHROMIUM_PATH=.* does not run/)
})

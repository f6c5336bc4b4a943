import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CliSource, findTemporalCli } from './temporal-cli'

let folder: string
const said: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-cli-'))
  said.length = 0
})

afterEach(() => rm(folder, { recursive: true }))

async function binary(path: string, version: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0, UI 2.54.1)"\n`)
  await chmod(path, 0o755)
  return path
}

const brings = (name: string): CliSource => ({
  name,
  fetch: async (target) => {
    await binary(target, '1.9.1')
  },
})

const fails = (name: string): CliSource => ({
  name,
  fetch: () => Promise.reject(new Error('it is not there')),
})

function find(
  env: Record<string, string>,
  sources: CliSource[] = [fails('the only source')],
): Promise<string> {
  return findTemporalCli({
    env: { NODE_ENV: 'test', PATH: join(folder, 'path'), ...env },
    cacheDir: join(folder, 'cache'),
    report: (line) => said.push(line),
    sources,
  })
}

test('TEMPORAL_CLI_PATH comes first, regardless of its version', async () => {
  await binary(join(folder, 'path', 'temporal'), '1.9.1')
  const chosen = await binary(join(folder, 'chosen'), '1.2.0')
  expect(await find({ TEMPORAL_CLI_PATH: chosen })).toBe(chosen)
})

test('a TEMPORAL_CLI_PATH that does not run is refused', async () => {
  await binary(join(folder, 'path', 'temporal'), '1.9.1')
  await expect(find({ TEMPORAL_CLI_PATH: join(folder, 'nothing') })).rejects.toThrow(
    /^TEMPORAL_CLI_PATH=.*nothing does not run/,
  )
})

test('PATH comes before the cached copy', async () => {
  const onPath = await binary(join(folder, 'path', 'temporal'), '1.10.0')
  await binary(join(folder, 'cache', 'temporal'), '1.9.1')
  expect(await find({})).toBe(onPath)
})

test.each(['1.8.9', '0.13.2', '2.0.0'])('skips temporal %s on PATH', async (version) => {
  const onPath = await binary(join(folder, 'path', 'temporal'), version)
  const cached = await binary(join(folder, 'cache', 'temporal'), '1.9.1')
  expect(await find({})).toBe(cached)
  expect(said).toEqual([`${onPath} is ${version}, and 1.9.1 or newer is needed; trying the cached copy.`])
})

test('a fetched copy is cached', async () => {
  const cached = join(folder, 'cache', 'temporal')
  expect(await find({}, [brings('a source')])).toBe(cached)
  expect(await find({})).toBe(cached)
})

test('sources are tried in order, and each failure names the next thing to try', async () => {
  await find({}, [fails('the first'), brings('the second')])
  expect(said).toEqual([
    'No temporal on PATH; trying the cached copy.',
    'No cached copy; trying the first.',
    'Fetching the first failed: it is not there; trying the second.',
  ])
})

test('a binary that does not run here is not accepted', async () => {
  const brokenArchive: CliSource = {
    name: 'an archive',
    fetch: (target) => writeFileIn(target, 'not a program'),
  }
  await expect(find({}, [brokenArchive])).rejects.toThrow(/No Temporal CLI 1\.9\.1/)
  expect(said.at(-1)).toBe(
    'Fetching an archive failed: what came does not run on this machine; nothing is left to try.',
  )
})

test('without any CLI it says what the user can do', async () => {
  await expect(find({})).rejects.toThrow(/TEMPORAL_CLI_PATH.*TEMPORAL_ADDRESS/)
})

async function writeFileIn(target: string, text: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, text, { mode: 0o755 })
}

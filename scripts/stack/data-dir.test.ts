import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ensureDataDir, lockDataDir, storeFile } from './data-dir'

const modeOf = async (path: string) => (await stat(path)).mode & 0o777

test('a store that others could read is closed to them; its folder keeps its mode', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-data-'))
  try {
    await chmod(folder, 0o755)
    for (const file of [storeFile(folder), `${storeFile(folder)}-wal`]) {
      await writeFile(file, '')
      await chmod(file, 0o644)
    }
    await ensureDataDir(folder)
    expect(await modeOf(storeFile(folder))).toBe(0o600)
    expect(await modeOf(`${storeFile(folder)}-wal`)).toBe(0o600)
    expect(await modeOf(folder)).toBe(0o755)
    await ensureDataDir(join(folder, 'new'))
    expect(await modeOf(join(folder, 'new'))).toBe(0o700)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('resolves links to one real path, and refuses a path that is too long for SQLite', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'waybill-data-')))
  try {
    await symlink(join(folder, 'real'), join(folder, 'link'))
    expect(await ensureDataDir(join(folder, 'real'))).toBe(join(folder, 'real'))
    expect(await ensureDataDir(join(folder, 'link'))).toBe(join(folder, 'real'))
    const long = join(folder, 'x'.repeat(200), 'y'.repeat(200), 'z'.repeat(100))
    await expect(ensureDataDir(long)).rejects.toThrow(/^DATA_DIR: .* bytes too long for SQLite; /)
  } finally {
    await rm(folder, { recursive: true })
  }
})

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-lock-'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

test('a folder can be locked only once at a time', async () => {
  const release = await lockDataDir(folder)
  await expect(lockDataDir(folder)).rejects.toThrow(/^Waybill is already running from .*DATA_DIR=/)
  release()
  const again = await lockDataDir(folder)
  again()
})

test('a killed process does not keep its lock', async () => {
  const module = join(import.meta.dirname, 'data-dir.ts')
  const script = `
    const { lockDataDir } = await import(${JSON.stringify(module)})
    await lockDataDir(${JSON.stringify(folder)})
    console.log('held')
    setInterval(() => {}, 1000)
  `
  const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  await expect(lockDataDir(folder)).rejects.toThrow('already running')
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  const release = await lockDataDir(folder)
  release()
})

test('a missing temporary folder is not mistaken for another Waybill', async () => {
  const missing = join(folder, 'nothing')
  vi.stubEnv('TMPDIR', missing)
  const refused = lockDataDir(folder)
  await expect(refused).rejects.toThrow(
    new RegExp(`^The temporary folder ${missing} cannot hold the lock .*\\(E[A-Z]+\\).*TMPDIR`),
  )
})

test('two folders can be locked at once even when the path of the temporary folder is long', async () => {
  const long = join(folder, 'l'.repeat(120))
  await mkdir(long)
  vi.stubEnv('TMPDIR', long)
  const release = await lockDataDir(join(folder, 'one'))
  const other = await lockDataDir(join(folder, 'two'))
  await expect(lockDataDir(join(folder, 'one'))).rejects.toThrow('already running')
  release()
  other()
})

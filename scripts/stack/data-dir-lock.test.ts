import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lockDataDir } from './data-dir-lock'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-lock-'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

test('one folder is held once at a time', async () => {
  const release = await lockDataDir(folder)
  await expect(lockDataDir(folder)).rejects.toThrow(/^Waybill is already running from .*DATA_DIR=/)
  release()
  const again = await lockDataDir(folder)
  again()
})

test('a killed holder holds nothing', async () => {
  const module = join(import.meta.dirname, 'data-dir-lock.ts')
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

test('a temporary folder that is not there is no other Waybill', async () => {
  const missing = join(folder, 'nothing')
  vi.stubEnv('TMPDIR', missing)
  const refused = lockDataDir(folder)
  await expect(refused).rejects.toThrow(
    new RegExp(`^The temporary folder ${missing} cannot hold the lock .*\\(E[A-Z]+\\).*TMPDIR`),
  )
})

test('two folders are held at once also where the path of the temporary folder is long', async () => {
  const long = join(folder, 'l'.repeat(120))
  await mkdir(long)
  vi.stubEnv('TMPDIR', long)
  const release = await lockDataDir(join(folder, 'one'))
  const other = await lockDataDir(join(folder, 'two'))
  await expect(lockDataDir(join(folder, 'one'))).rejects.toThrow('already running')
  release()
  other()
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDataDir } from './data-dir-lock'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-lock-'))
})

afterEach(() => rm(folder, { recursive: true }))

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

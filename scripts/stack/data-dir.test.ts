import { chmod, mkdtemp, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ensureDataDir, storeFile } from './data-dir'

const modeOf = async (path: string) => (await stat(path)).mode & 0o777

test('a store that others could read is closed to them; the folder it is in stays as it is', async () => {
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

test('one folder has one name, whatever links lead to it, and one that SQLite cannot open is refused', async () => {
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

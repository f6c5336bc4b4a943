import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { PartLog } from './part-log'

// Writing to /dev/full fails as on a full disk.
test.skipIf(process.platform !== 'linux')(
  'survives a full disk: lines are kept in memory, and written again once there is room',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-part-log-'))
    const file = join(folder, 'part.log')
    await symlink('/dev/full', file)
    const log = new PartLog(file)
    const output = new PassThrough()
    try {
      log.follow(output)
      output.write('lost\n')
      await expect.poll(() => log.lastLines()).toEqual(['lost'])
      await rm(file)
      await expect
        .poll(
          async () => {
            output.write('kept\n')
            return readFile(file, 'utf8').catch(() => '')
          },
          { timeout: 10_000 },
        )
        .toContain('kept\n')
      expect(log.lastLines(2)).toEqual(['kept', 'kept'])
    } finally {
      output.end()
      await log.close()
      await rm(folder, { recursive: true })
    }
  },
)

import { expect, test } from 'vitest'
import { residentKb } from './bench'

test.runIf(process.platform === 'linux')('reads the memory of a process', async () => {
  expect(await residentKb(process.pid)).toBeGreaterThan(10_000)
})

test('says which process cannot be read', async () => {
  await expect(residentKb(2 ** 30)).rejects.toThrow(/cannot be read/)
})

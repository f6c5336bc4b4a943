import { expect, test } from 'vitest'
import { cpuMs, residentKb } from './process-cost'

test.runIf(process.platform === 'linux')('reads time and memory of a process', async () => {
  const { user, system } = process.cpuUsage()
  // The kernel counts in hundredths of a second.
  expect(await cpuMs(process.pid)).toBeGreaterThan((user + system) / 1000 - 100)
  expect(await residentKb(process.pid)).toBeGreaterThan(10_000)
})

test('says what cannot be read', async () => {
  await expect(cpuMs(2 ** 30)).rejects.toThrow(/cannot be read/)
})

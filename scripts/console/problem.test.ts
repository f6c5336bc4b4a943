import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Stack } from '../stack/stack'
import { describeFailure } from './problem'

let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-problem-'))
  file = join(folder, 'file')
  await writeFile(file, '')
})

afterAll(() => rm(folder, { recursive: true }))

const rest = {
  ports: { web: 1, temporal: 2, temporalUi: 3, carrier: 4 },
  database: { port: 5 },
  cliPath: null,
}

test.each([
  ['a data folder that is a file', () => Stack.create({ ...rest, dataDir: file })],
  ['a data folder under a file', () => Stack.create({ ...rest, dataDir: join(file, 'data') })],
])('%s is reported in one sentence', async (_, act) => {
  const failure = await act().then(() => null, describeFailure)
  expect(failure).toMatch(/file.* cannot be used: there is a file where a folder should be; move it away/)
  expect(failure).not.toContain('\n')
})

test.skipIf(process.platform !== 'linux')('a full disk is reported in one sentence', async () => {
  const full = await open('/dev/full', 'w')
  const failure = await full.writeFile('x').then(() => null, describeFailure)
  await full.close()
  expect(failure).toBe('A file cannot be used: the disk is full; make room and start again.')
})

test('an internal error keeps its stack', async () => {
  expect(describeFailure(new TypeError('x is not a function'))).toMatch(/problem\.test\.ts/)
  const missing = await readFile(join(folder, 'nothing')).then(() => null, describeFailure)
  expect(missing).toContain('ENOENT')
})

import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create } from 'tar'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { archiveUrl, downloadOfficial } from './temporal-cli-download'

let folder: string
let server: Server

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-download-'))
})

afterEach(async () => {
  server?.closeAllConnections()
  server?.close()
  await rm(folder, { recursive: true })
})

async function serving(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return address && typeof address === 'object' ? `http://127.0.0.1:${address.port}/archive` : ''
}

const quiet = { report: () => {} }

test('unpacks only the binary and leaves no other files', async () => {
  await writeFile(join(folder, 'temporal'), 'the binary')
  await writeFile(join(folder, 'LICENSE'), 'the licence')
  await create({ cwd: folder, gzip: true, file: join(folder, 'archive.tar.gz') }, ['temporal', 'LICENSE'])
  const archive = await readFile(join(folder, 'archive.tar.gz'))
  const url = await serving((_request, response) => response.end(archive))
  const cache = join(folder, 'cache')
  await downloadOfficial(join(cache, 'temporal'), quiet, url)
  expect(await readFile(join(cache, 'temporal'), 'utf8')).toBe('the binary')
  expect(await readdir(cache)).toEqual(['temporal'])
})

test('reports what the server answered', async () => {
  const url = await serving((_request, response) => response.writeHead(503).end())
  await expect(downloadOfficial(join(folder, 'cache', 'temporal'), quiet, url)).rejects.toThrow(
    'it answered 503',
  )
})

test('a broken archive leaves nothing behind', async () => {
  const url = await serving((_request, response) => response.end('not an archive'))
  const cache = join(folder, 'cache')
  await expect(downloadOfficial(join(cache, 'temporal'), quiet, url)).rejects.toThrow()
  expect(await readdir(cache)).toEqual([])
})

test('an abort ends the download', async () => {
  const url = await serving(() => {})
  const signal = AbortSignal.timeout(50)
  await expect(downloadOfficial(join(folder, 'temporal'), { ...quiet, signal }, url)).rejects.toThrow(
    /cannot be reached/,
  )
})

test('asks for the archive that fits this kind of machine', () => {
  expect(archiveUrl('https://x.test/a', 'linux', 'x64')).toBe('https://x.test/a?platform=linux&arch=amd64')
  expect(archiveUrl('https://x.test/a', 'darwin', 'arm64')).toBe(
    'https://x.test/a?platform=darwin&arch=arm64',
  )
  expect(() => archiveUrl('https://x.test/a', 'aix', 'ppc64')).toThrow('there is none for aix on ppc64')
})

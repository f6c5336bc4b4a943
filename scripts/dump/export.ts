// `npm run export -- --file F`: writes the whole store into one file, also while Waybill runs.
import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { exportStore } from '@/lib/store/dump'
import { migrateStore } from '@/lib/store/store'
import { describeFailure, Problem } from '../console/problem'
import { loadDotenv } from '../stack/dotenv'
import { withDatabase } from '../stack/servers'
import { readSettings } from '../stack/settings'
import { fileOf, sayEvery } from './options'

async function main(): Promise<void> {
  const file = fileOf('export', process.argv.slice(2))
  if (await stat(file).catch(() => null)) throw new Problem(`${file} exists; name another file.`)
  loadDotenv()
  // Under its own name only once it is whole.
  const draft = `${file}.part`
  try {
    await withDatabase(readSettings(process.env), async (url) => {
      await migrateStore(url)
      // Contents are in it.
      const out = createWriteStream(draft, { mode: 0o600 })
      await pipeline(Readable.from(exportStore(url, sayEvery(50_000))), createGzip(), out)
    })
    await rename(draft, file)
  } finally {
    await rm(draft, { force: true })
  }
  console.log(`${file} has the whole store, contents of packets too: keep it like the store.`)
}

await main().catch((error: unknown) => {
  console.error(describeFailure(error))
  process.exitCode = 1
})

// `npm run import -- --file F`: fills an empty store from a file that `npm run export` has written.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { DumpError, importStore } from '@/lib/store/dump'
import { migrateStore } from '@/lib/store/store'
import { describeFailure, Problem } from '../console/problem'
import { loadDotenv } from '../stack/dotenv'
import { withDatabase } from '../stack/servers'
import { readSettings } from '../stack/settings'
import { fileOf, sayEvery } from './options'

async function* linesOf(file: string): AsyncGenerator<string> {
  const packed = createReadStream(file)
  const text = createGunzip()
  packed.on('error', (error) => text.destroy(error))
  yield* createInterface({ input: packed.pipe(text), crlfDelay: Number.POSITIVE_INFINITY })
}

/** A file that was cut off, or is no gzip. */
function isDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z_(BUF|DATA)_ERROR$/.test(String(error.code))
}

async function main(): Promise<void> {
  const file = fileOf('import', process.argv.slice(2))
  if (!(await stat(file).catch(() => null))) throw new Problem(`There is no file ${file}.`)
  loadDotenv()
  try {
    await withDatabase(readSettings(process.env), async (url) => {
      await migrateStore(url)
      const counts = await importStore(url, linesOf(file), sayEvery(50_000))
      console.log(`${counts.packets ?? 0} packets and what belongs to them are in the store.`)
    })
  } catch (error) {
    if (error instanceof DumpError) throw new Problem(error.message)
    if (isDamage(error)) throw new Problem(`${file} is damaged or no copy of a store. Nothing was imported.`)
    throw error
  }
}

await main().catch((error: unknown) => {
  console.error(describeFailure(error))
  process.exitCode = 1
})

// `npm run export -- --file F` writes the whole store into one file, even while Waybill runs;
// `npm run import -- --file F` fills an empty store from such a file.
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGunzip, createGzip } from 'node:zlib'
import { DumpError, exportStore, importStore } from '@/lib/store/dump'
import { migrateStore } from '@/lib/store/store'
import { Problem } from './console/problem'
import { loadDotenv } from './stack/dotenv'
import { withDatabase } from './stack/servers'
import { readSettings } from './stack/settings'

export async function exportTo(args: string[]): Promise<undefined> {
  const file = fileOf('export', args)
  if (await stat(file).catch(() => null)) throw new Problem(`${file} exists; name another file.`)
  loadDotenv()
  // The file gets its own name only when it is complete.
  const draft = `${file}.part`
  try {
    await withDatabase(readSettings(process.env), async (url) => {
      await migrateStore(url)
      // Readable by its owner only, because it holds contents of packets.
      const out = createWriteStream(draft, { mode: 0o600 })
      await pipeline(Readable.from(exportStore(url, sayNowAndThen())), createGzip(), out)
    })
    await rename(draft, file)
  } finally {
    await rm(draft, { force: true })
  }
  console.log(`${file} holds the whole store, including the contents of packets: protect it like the store.`)
}

export async function importFrom(args: string[]): Promise<undefined> {
  const file = fileOf('import', args)
  if (!(await stat(file).catch(() => null))) throw new Problem(`There is no file ${file}.`)
  loadDotenv()
  try {
    await withDatabase(readSettings(process.env), async (url) => {
      await migrateStore(url)
      const counts = await importStore(url, linesOf(file), sayNowAndThen())
      console.log(`${counts.packets ?? 0} packets and what belongs to them are in the store.`)
    })
  } catch (error) {
    if (error instanceof DumpError) throw new Problem(error.message)
    if (isDamage(error))
      throw new Problem(`${file} is damaged, or is not a copy of a store. Nothing was imported.`)
    throw error
  }
}

/** @throws Problem that shows how to call the command */
function fileOf(command: 'export' | 'import', args: string[]): string {
  try {
    const { file } = parseArgs({ args, options: { file: { type: 'string' } } }).values
    if (file) return resolve(file)
  } catch {
    // The message below shows the correct call.
  }
  throw new Problem(`Say which file: npm run ${command} -- --file waybill.ndjson.gz`)
}

const ROWS_BETWEEN_LINES = 50_000

function sayNowAndThen(): (done: number) => void {
  let told = 0
  return (done) => {
    if (done - told < ROWS_BETWEEN_LINES) return
    told = done
    console.log(`${done} rows`)
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const packed = createReadStream(file)
  const text = createGunzip()
  packed.on('error', (error) => text.destroy(error))
  yield* createInterface({ input: packed.pipe(text), crlfDelay: Number.POSITIVE_INFINITY })
}

/** Whether the file is truncated or not a gzip file. */
function isDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z_(BUF|DATA)_ERROR$/.test(String(error.code))
}

import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Problem } from '../console/problem'

/** The one thing that both commands are told. @throws Problem that says how they are called */
export function fileOf(command: 'export' | 'import', args: string[]): string {
  try {
    const { file } = parseArgs({ args, options: { file: { type: 'string' } }, strict: true }).values
    if (file) return resolve(file)
  } catch {
    // What was wrong with it shows beside how it is right.
  }
  throw new Problem(`Say which file: npm run ${command} -- --file waybill.ndjson.gz`)
}

/** For every so many rows one line. */
export function sayEvery(rows: number): (done: number) => void {
  let told = 0
  return (done) => {
    if (done - told < rows) return
    told = done
    console.log(`${done} rows`)
  }
}

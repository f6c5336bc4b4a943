// Records the texts that may not appear in logs, so that the logs can be searched for them at the end.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RUN_FOLDER } from './run-folder'

const FILE = join(RUN_FOLDER, 'private.txt')

/** Records a one-line text and its base64 form. */
export function notePrivate(text: string): void {
  appendFileSync(FILE, `${text}\n${Buffer.from(text).toString('base64')}\n`, { mode: 0o600 })
}

export function privateTexts(): string[] {
  if (!existsSync(FILE)) return []
  return [...new Set(readFileSync(FILE, 'utf8').split('\n').filter(Boolean))]
}

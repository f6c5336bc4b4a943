// Reads `.env` and similar files: either completely, or with an error that names the line. The package dotenv and
// Node's reader do not fit: both skip what they cannot read, let the last duplicate win, and cut a value at any "#".
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { decodeText, lineAt, nearestName, UnreadableText } from '@/lib/contract/text-files'
import { Problem, whyUnusable } from '../console/problem'
import { ROOT } from './root'

interface Variable {
  value: string
  line: number
}

const ASSIGNMENT = /[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*/y
const BLANK_OR_COMMENT = /[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|$)/y
const QUOTED = /"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|`([^`]*)`/y
/** A "#" begins a comment only after a blank, as in a shell. */
const PLAIN = /(?:[^\r\n# \t]|[ \t]+(?![# \t\r\n]|$)|(?<![ \t])#)*/y

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

/** Reads one token after the other from a text. */
class Cursor {
  #at = 0

  constructor(
    readonly text: string,
    readonly file: string,
  ) {}

  get ended(): boolean {
    return this.#at >= this.text.length
  }

  get line(): number {
    return lineAt(this.text, this.#at)
  }

  get next(): string {
    return this.text[this.#at] ?? ''
  }

  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.text)
    if (found) this.#at = pattern.lastIndex
    return found
  }

  refuse(problem: string, line = this.line): never {
    throw new Problem(`${this.file}, line ${line}: ${problem}`)
  }
}

function parse(text: string, file: string): Map<string, Variable> {
  const cursor = new Cursor(text, file)
  const found = new Map<string, Variable>()
  while (!cursor.ended) {
    if (cursor.take(BLANK_OR_COMMENT)) continue
    const { line } = cursor
    const name = cursor.take(ASSIGNMENT)?.[1]
    if (name === undefined)
      return cursor.refuse('this is not NAME=value; correct it, or put # in front of it.')
    const value = readValue(cursor, name)
    if (!cursor.take(BLANK_OR_COMMENT)) {
      cursor.refuse(
        `something follows the closing quote of ${name}; take it away, or put all of it in quotes.`,
      )
    }
    const before = found.get(name)
    if (before) cursor.refuse(`${name} is already set in line ${before.line}; take one of the two out.`, line)
    found.set(name, { value, line })
  }
  return found
}

function readValue(cursor: Cursor, name: string): string {
  const { line, next } = cursor
  if (!['"', "'", '`'].includes(next)) return cursor.take(PLAIN)?.[0] ?? ''
  const quoted = cursor.take(QUOTED)
  if (!quoted) return cursor.refuse(`the ${next} in front of the value of ${name} is never closed.`, line)
  const [, double, single, backtick = ''] = quoted
  return (
    double?.replaceAll(/\\([\s\S])/g, (both, escaped: string) => ESCAPED[escaped] ?? both) ??
    single ??
    backtick
  )
}

/** @throws Problem that names the file, the line and what is wrong with it */
function readVariables(file: string): Map<string, Variable> {
  try {
    return parse(decodeText(readFileSync(file)), file)
  } catch (error) {
    if (error instanceof UnreadableText) throw new Problem(`${file}: ${error.message}.`)
    if (error instanceof Problem) throw error
    throw new Problem(`${file} cannot be read: ${whyUnusable(error)}.`)
  }
}

/** The variables of a file. @throws Problem that names the file, the line and what is wrong with it */
export function readDotenv(file: string): Record<string, string> {
  return Object.fromEntries([...readVariables(file)].map(([name, { value }]) => [name, value]))
}

/** Reads `.env` if it exists. Existing variables of the environment win. Warns about names that look misspelt. */
export function loadDotenv(folder: string = ROOT, warn: (line: string) => void = console.error): void {
  const file = join(folder, '.env')
  if (!existsSync(file)) return
  const variables = readVariables(file)
  for (const [name, { value }] of variables) process.env[name] ??= value
  const known = [...listedVariables(), ...namedByProviders()]
  for (const [name, { line }] of variables) {
    const meant = known.includes(name) ? null : nearestName(name, known)
    if (meant !== null) warn(`${file}, line ${line}: there is no variable ${name}; did you mean ${meant}?`)
  }
}

/** Every variable that `.env.example` lists; none when that file does not exist. */
export function listedVariables(): string[] {
  const file = join(ROOT, '.env.example')
  if (!existsSync(file)) return []
  return Array.from(readFileSync(file, 'utf8').matchAll(/^# ([A-Z][A-Z0-9_]*)=/gm), ([, name = '']) => name)
}

/** Names of secrets in the providers' file. An unreadable file is ignored here; the parts that need it report it. */
function namedByProviders(): string[] {
  try {
    const text = decodeText(readFileSync(resolve(ROOT, process.env.PROVIDERS_FILE || 'providers.json')))
    return Array.from(text.matchAll(/"([A-Z][A-Z0-9_]*)"/g), ([, name = '']) => name)
  } catch {
    return []
  }
}

// Keys and secrets for development: generated once and kept in a file that only its owner can read.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { parseSecrets } from '@/lib/carrier/signature'
import { parseTokenKeys } from '@/lib/carrier/token'
import { Problem } from '../console/problem'
import { readDotenv } from '../stack/dotenv'

const ROUTES = ['A', 'B', 'C', 'D', 'E']
const SECRET_BYTES = 32

const FILE_NAME = 'secrets.env'
const HEADING =
  '# Made by `npm start` for development. With these secrets receipts can be forged: never commit it.\n'

/** A password of characters that need no escaping in a URL. */
export function newPassword(): string {
  return randomBytes(24).toString('base64url')
}

export function newSigningSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
}

/** The key id tells keys apart while they rotate; it says nothing about the key. */
export function newTokenKey(): string {
  return `${randomBytes(4).toString('hex')}:${randomBytes(SECRET_BYTES).toString('base64')}`
}

const WANTED = new Map<string, () => string>([
  ['TOKEN_KEYS', newTokenKey],
  ['POSTGRES_PASSWORD', newPassword],
  ['NOTIFY_SECRET', newSigningSecret],
  ...ROUTES.flatMap((letter): [string, () => string][] => [
    [`ROUTE_${letter}_HANDOVER_SECRET`, newSigningSecret],
    [`ROUTE_${letter}_RECEIPT_SECRET`, newSigningSecret],
  ]),
])

const password = z.string().regex(/^[\w-]{24,}$/)

/** The variables in the file; empty when there is no file. An empty variable counts as unset. */
export function readExisting(file: string): Record<string, string> {
  if (!existsSync(file)) return {}
  return Object.fromEntries(Object.entries(readDotenv(file)).filter(([, value]) => value !== ''))
}

/**
 * Refuses a truncated file here. Otherwise the parts would fail one by one without knowing where their variables come
 * from.
 */
function refuseDamaged(file: string, values: Record<string, string>): void {
  for (const name of WANTED.keys()) {
    const value = values[name]
    if (value === undefined) continue
    try {
      if (name === 'TOKEN_KEYS') parseTokenKeys(value)
      else if (name === 'POSTGRES_PASSWORD') password.parse(value)
      else parseSecrets(name, value)
    } catch {
      throw new Problem(
        `${file} holds a damaged ${name}; put the file back from a copy, or take the line out and a new one is made.`,
      )
    }
  }
}

/** Writes the file atomically; it is never readable by other users, not even for a moment. */
export async function writePrivately(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}

/**
 * Reads `<dataDir>/secrets.env` after adding what is missing; existing values never change.
 * @returns TOKEN_KEYS, POSTGRES_PASSWORD, NOTIFY_SECRET, and the hand-over and receipt secrets of RouteA to RouteE
 */
export async function ensureDevelopmentSecrets(dataDir: string): Promise<Record<string, string>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, FILE_NAME)
  const existing = readExisting(file)
  refuseDamaged(file, existing)
  const added = [...WANTED].filter(([name]) => existing[name] === undefined)
  if (added.length === 0) {
    await chmod(file, 0o600)
    return existing
  }
  const all = { ...existing, ...Object.fromEntries(added.map(([name, make]) => [name, make()])) }
  const lines = Object.entries(all).map(([name, value]) => `${name}=${value}`)
  await writePrivately(file, `${HEADING}${lines.join('\n')}\n`)
  return all
}

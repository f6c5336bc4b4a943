/**
 * The token that a carrier returns with its receipt: an encrypted JWT (direct key, AES-256-GCM). It reveals nothing to
 * the carrier and can be neither altered nor used for another attempt.
 */
import { createDecipheriv } from 'node:crypto'
import { CompactEncrypt } from 'jose'
import { z } from 'zod'
import { type TokenClaims, tokenClaims } from '@/lib/contract/carrier'

interface TokenKey {
  readonly id: string
  readonly key: Uint8Array
  /** The encoded header with which each token of this key begins. */
  readonly header: string
}

/** Newest first. The first key seals; all of them open. */
export type TokenKeys = readonly [TokenKey, ...TokenKey[]]

export class TokenKeysError extends Error {
  override readonly name = 'TokenKeysError'
}

/** Reads `<key id>:<base64 of 32 bytes>`, several separated by commas, newest first. */
export function parseTokenKeys(text: string): TokenKeys {
  const [first, ...rest] = text.split(',').map((entry) => parseKey(entry.trim()))
  if (first === undefined) throw new TokenKeysError('Give at least one key.')
  const keys: TokenKeys = [first, ...rest]
  if (new Set(keys.map((each) => each.id)).size !== keys.length) {
    throw new TokenKeysError('Two keys have the same id.')
  }
  return keys
}

/** The variable TOKEN_KEYS, parsed in the same way by every process. */
export const tokenKeysText = z
  .string()
  .max(4096)
  .transform((text, context) => {
    try {
      return parseTokenKeys(text)
    } catch (error) {
      if (!(error instanceof TokenKeysError)) throw error
      context.addIssue({ code: 'custom', message: error.message })
      return z.NEVER
    }
  })

function parseKey(entry: string): TokenKey {
  const [id = '', encoded = '', ...more] = entry.split(':')
  const key = Buffer.from(encoded, 'base64')
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(id) || key.length !== 32 || more.length > 0) {
    throw new TokenKeysError('A key is <key id>:<base64 of 32 bytes>; the id has letters, digits, _ and -.')
  }
  return {
    id,
    key: new Uint8Array(key),
    header: Buffer.from(JSON.stringify(protectedHeader(id))).toString('base64url'),
  }
}

function protectedHeader(kid: string) {
  return { alg: 'dir', enc: 'A256GCM', kid }
}

export async function sealToken(claims: TokenClaims, keys: TokenKeys): Promise<string> {
  const [{ id, key }] = keys
  const plaintext = new TextEncoder().encode(JSON.stringify(claims))
  return new CompactEncrypt(plaintext).setProtectedHeader(protectedHeader(id)).encrypt(key)
}

/**
 * The sealed claims, or null if none of these keys sealed the token. Decrypts synchronously instead of with jose, which
 * hands the work to other threads: that costs many times more for a token this small, and forged tokens may come in
 * floods.
 */
export function openToken(token: string, keys: TokenKeys): TokenClaims | null {
  const [header = '', sealedKey, iv, text, tag, ...more] = token.split('.')
  if (sealedKey !== '' || more.length > 0) return null
  const key = keys.find((each) => each.header === header)?.key
  const [ivBytes, textBytes, tagBytes] = [bytesOf(iv), bytesOf(text), bytesOf(tag)]
  if (!key || !textBytes || ivBytes?.length !== 12 || tagBytes?.length !== 16) return null
  const decipher = createDecipheriv('aes-256-gcm', key, ivBytes, { authTagLength: 16 })
  decipher.setAAD(Buffer.from(header, 'latin1')).setAuthTag(tagBytes)
  const plain = decipher.update(textBytes)
  try {
    decipher.final()
  } catch {
    return null
  }
  return tokenClaims.safeParse(JSON.parse(plain.toString('utf8'))).data ?? null
}

/** Null for non-canonical base64url, so that a token has only one spelling. */
function bytesOf(encoded: string | undefined): Buffer | null {
  if (encoded === undefined) return null
  const bytes = Buffer.from(encoded, 'base64url')
  return bytes.toString('base64url') === encoded ? bytes : null
}

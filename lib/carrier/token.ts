/**
 * The token that a carrier sends back with its receipt: an encrypted JWT (direct key, AES-256-GCM), so that it
 * tells the carrier nothing and cannot be altered or used for another attempt.
 */
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, errors } from 'jose'
import { type TokenClaims, tokenClaims } from '@/lib/contract/carrier'

interface TokenKey {
  readonly id: string
  readonly key: Uint8Array
}

/** Newest first: the first seals, every one opens. */
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

function parseKey(entry: string): TokenKey {
  const [id = '', encoded = '', ...more] = entry.split(':')
  const key = Buffer.from(encoded, 'base64')
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(id) || key.length !== 32 || more.length > 0) {
    throw new TokenKeysError('A key is <key id>:<base64 of 32 bytes>; the id has letters, digits, _ and -.')
  }
  return { id, key: new Uint8Array(key) }
}

export async function sealToken(claims: TokenClaims, keys: TokenKeys): Promise<string> {
  const [{ id, key }] = keys
  const plaintext = new TextEncoder().encode(JSON.stringify(claims))
  return new CompactEncrypt(plaintext)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: id })
    .encrypt(key)
}

/** The sealed claims, or null for a token that none of these keys sealed. */
export async function openToken(token: string, keys: TokenKeys): Promise<TokenClaims | null> {
  try {
    const { kid, alg, enc } = decodeProtectedHeader(token)
    const key = keys.find((each) => each.id === kid)
    if (key === undefined || alg !== 'dir' || enc !== 'A256GCM') return null
    const { plaintext } = await compactDecrypt(token, key.key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    return tokenClaims.parse(JSON.parse(new TextDecoder().decode(plaintext)))
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null
    throw error
  }
}

/** Signing secrets as Standard Webhooks writes them: `whsec_` and base64 of 24 to 64 random bytes. */
import { createHash } from 'node:crypto'

const prefix = 'whsec_'
const minBytes = 24
const maxBytes = 64

export class SecretError extends Error {
  override readonly name = 'SecretError'
}

/**
 * One or two secrets, newest first, separated by a comma; two while rotating. The variable's name is used for
 * the message only, which never repeats the value.
 */
export function parseSecrets(variable: string, value: string | undefined): string[] {
  if (value === undefined || value.trim() === '') {
    throw new SecretError(`${variable} is not set. Give it a secret such as ${prefix}<base64 of 32 bytes>.`)
  }
  const secrets = value.split(',').map((each) => each.trim())
  if (secrets.length > 2) throw new SecretError(`${variable} holds more than two secrets.`)
  for (const secret of secrets) assertSecret(variable, secret)
  return secrets
}

function assertSecret(variable: string, secret: string): void {
  const encoded = secret.startsWith(prefix) ? secret.slice(prefix.length) : ''
  const bytes = Buffer.from(encoded, 'base64')
  const faithful = bytes.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '')
  if (!faithful || bytes.length < minBytes || bytes.length > maxBytes) {
    throw new SecretError(
      `${variable} holds a secret that is not ${prefix} followed by base64 of ${minBytes} to ${maxBytes} bytes.`,
    )
  }
}

/** The key itself, of a secret that `parseSecrets` has accepted. */
export function secretBytes(secret: string): Buffer {
  return Buffer.from(secret.slice(prefix.length), 'base64')
}

/** Tells secrets apart without revealing them: the first 8 hexadecimal digits of their SHA-256. */
export function secretFingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 8)
}

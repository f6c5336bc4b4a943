/** Idempotency keys for what is sent. */

/**
 * One idempotency key for each distinct submission of a form: a double click or a second try has the same key, a form
 * that was changed after a refusal has another.
 */
export class FillKey {
  private last: { body: string; key: string } | null = null

  keyFor(submission: unknown): string {
    const body = JSON.stringify(submission)
    if (this.last?.body !== body) this.last = { body, key: randomKey() }
    return this.last.key
  }
}

/** `crypto.randomUUID` is missing on pages that are loaded over plain HTTP from another machine. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

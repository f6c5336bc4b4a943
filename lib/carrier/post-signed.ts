import { signMessage } from './signature'

interface SignedPost {
  url: string
  /** Its `webhook-id`. */
  id: string
  /** JSON. */
  body: string
  secret: string
  userAgent: string
}

/**
 * Signs and posts a message. It is signed anew each time, since an old timestamp would be refused, and follows no
 * redirect, which would take it to an address that nobody configured. @throws what `fetch` throws
 */
export function postSigned(
  { url, id, body, secret, userAgent }: SignedPost,
  signal: AbortSignal,
): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    'user-agent': userAgent,
    ...signMessage({ id, at: new Date(), body, secret }),
  }
  return fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
}

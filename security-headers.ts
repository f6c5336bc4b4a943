/** Headers of every response of the web process: those set by Next.js's configuration and those set by our own code. */
interface Header {
  key: string
  value: string
}

export const everywhere: Header[] = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
]

/** The headers of every API response. */
export const ofApi: Header[] = [
  ...everywhere,
  { key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" },
]

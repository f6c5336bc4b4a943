/** Headers of every answer of the web process: the framework's, by its configuration, and those it gives itself. */
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

/** All that an answer of the API has. */
export const ofApi: Header[] = [
  ...everywhere,
  { key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" },
]

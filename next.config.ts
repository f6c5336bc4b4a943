import type { NextConfig } from 'next'

const everywhere = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
]

const api = [{ key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" }]

const config: NextConfig = {
  poweredByHeader: false,
  // `npm run check` has done it, and `npm start` should not take the time again.
  typescript: { ignoreBuildErrors: true },
  // Native or CommonJS code that must not be bundled.
  serverExternalPackages: [
    '@temporalio/client',
    '@temporalio/common',
    '@temporalio/proto',
    '@temporalio/envconfig',
    '@grpc/grpc-js',
    'protobufjs',
  ],
  async headers() {
    return [
      { source: '/:path*', headers: everywhere },
      { source: '/api/:path*', headers: api },
    ]
  },
}

export default config

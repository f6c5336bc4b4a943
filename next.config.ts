import type { NextConfig } from 'next'
import { everywhere, ofApi } from './security-headers'

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
      { source: '/api/:path*', headers: ofApi },
    ]
  },
}

export default config

import type { NextConfig } from 'next'
import { publicPathOf } from './lib/contract/paths'
import { everywhere } from './security-headers'

const publicPath = publicPathOf(process.env.PUBLIC_URL)

const config: NextConfig = {
  poweredByHeader: false,
  // Tests make a second build of the pages, for another base path.
  distDir: process.env.PAGES_DIR ?? '.next',
  basePath: publicPath,
  env: { BUILT_PUBLIC_PATH: publicPath },
  // No image optimizer: any caller could make it fetch addresses of this process without limit, and no page needs it.
  images: { unoptimized: true },
  // `npm run check` checks the types, so `npm start` need not spend the time.
  typescript: { ignoreBuildErrors: true },
  // Native or CommonJS code that must not be bundled.
  serverExternalPackages: [
    '@temporalio/client',
    '@temporalio/common',
    '@temporalio/proto',
    '@temporalio/envconfig',
    '@temporalio/interceptors-opentelemetry',
    '@grpc/grpc-js',
    'prom-client',
    'protobufjs',
  ],
  async headers() {
    return [{ source: '/:path*', headers: everywhere }]
  },
}

export default config

import type { NextConfig } from 'next'
import { publicPathOf } from './lib/contract/paths'
import { everywhere } from './security-headers'

const publicPath = publicPathOf(process.env.PUBLIC_URL)

const config: NextConfig = {
  poweredByHeader: false,
  // Tests build the pages a second time, for another path.
  distDir: process.env.PAGES_DIR ?? '.next',
  basePath: publicPath,
  env: { BUILT_PUBLIC_PATH: publicPath },
  // It fetches addresses of this process itself, with no limit and for any caller, and no page has an image for it.
  images: { unoptimized: true },
  // `npm run check` has done it, and `npm start` should not take the time again.
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

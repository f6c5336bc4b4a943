// Builds the pages and the API with Next. Its long output is only shown when the build fails.
import { join } from 'node:path'
import { execa } from 'execa'
import { z } from 'zod'
import { parseEnv, publicUrl } from '@/lib/contract/env'
import { publicPathOf } from '@/lib/contract/paths'
import { Problem } from '../console/problem'
import { ROOT } from '../stack/root'
import type { Build } from './inputs'

const LIMIT_MS = 8 * 60_000
const NEXT = join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next')

const settings = z.object({ PUBLIC_URL: publicUrl.optional() })
const examples = { PUBLIC_URL: 'https://ops.example.com/waybill' }

/** @throws EnvError when PUBLIC_URL is not a valid address */
function publicPath(): string {
  return publicPathOf(parseEnv(settings, process.env, examples).PUBLIC_URL)
}

export const webBuild: Build = {
  // Every address in the pages begins with this path.
  setting: publicPath,
  inputs: [
    'app',
    'components',
    'lib',
    'public',
    'package-lock.json',
    'tsconfig.json',
    'next.config.ts',
    'postcss.config.mjs',
    'security-headers.ts',
    'proxy.ts',
  ],
  outputs: ['.next/BUILD_ID', '.next/required-server-files.json'],
  stamp: '.next/.stamp',
}

interface BuildingWeb {
  report: (line: string) => void
  signal?: AbortSignal | undefined
  /** Settings for the build that override those of this process. */
  env?: Record<string, string>
}

/** Runs `next build` into .next, or the folder in PAGES_DIR. Throws a Problem with Next's own output. */
export async function buildWeb({ report, signal, env }: BuildingWeb): Promise<void> {
  const building = execa(process.execPath, [NEXT, 'build'], {
    cwd: ROOT,
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...env },
    reject: false,
    all: true,
    stdin: 'ignore',
    timeout: LIMIT_MS,
    ...(signal ? { cancelSignal: signal } : {}),
  })
  building.all.on('data', (chunk: Buffer) => {
    const line = chunk.toString().trim().split('\n').at(-1)
    if (line) report(line.trim())
  })
  const { failed, all, isCanceled } = await building
  if (isCanceled) throw signal?.reason
  if (failed) throw new Problem(`The pages could not be built:\n${all}`)
}

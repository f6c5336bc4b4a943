import { join } from 'node:path'
import type { Ports } from './addresses'
import type { PartCommand } from './part'
import { ROOT } from './root'

/** What every part is built from. */
export interface PartContext {
  host: string
  ports: Ports
  mode: 'production' | 'development'
  /** The whole environment of the part. */
  env: NodeJS.ProcessEnv
  logFile: (part: string) => string
  onLine?: ((line: string) => void) | undefined
}

/**
 * How a program of the product is run, here and in the Dockerfile. Most of what a request or a delivery leaves behind is
 * garbage at once; with the usual 16 MB for young objects, collecting it took a quarter of the processor time, and with
 * 64 MB 500 live views held eight times the memory.
 */
export function nodeProgram(file: string): Pick<PartCommand, 'program' | 'args'> {
  const args = ['--enable-source-maps', '--max-semi-space-size=32', join(ROOT, 'dist', file)]
  return { program: process.execPath, args }
}

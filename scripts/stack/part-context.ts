import type { Ports } from './addresses'

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

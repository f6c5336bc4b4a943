import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../console/problem'
import { ROOT } from './root'

/** Reads `.env` when there is one; what the environment already holds wins. */
export function loadDotenv(folder: string = ROOT): void {
  const file = join(folder, '.env')
  if (!existsSync(file)) return
  try {
    process.loadEnvFile(file)
  } catch (error) {
    throw new Problem(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

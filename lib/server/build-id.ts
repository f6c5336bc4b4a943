/** Which build of the pages this process serves. Pages compare it with their own to tell when the server was updated. */
import 'server-only'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { processWide } from './process-wide'

export const buildId = processWide('build-id', () => {
  try {
    return readFileSync(join(process.cwd(), '.next', 'BUILD_ID'), 'utf8').trim()
  } catch {
    // The development server has none; it renews its pages itself.
    return 'development'
  }
})

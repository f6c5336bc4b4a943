import { join } from 'node:path'
import { ROOT } from '@/scripts/stack/root'

/** Everything that one test run leaves behind: stacks with their logs, and the texts that must not be in those. */
export const RUN_FOLDER = join(ROOT, '.cache', 'e2e')

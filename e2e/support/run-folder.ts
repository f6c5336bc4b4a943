import { join } from 'node:path'
import { ROOT } from '@/scripts/stack/root'

/** Everything one run of the tests leaves behind: stacks with their logs, and what must not be in those. */
export const RUN_FOLDER = join(ROOT, '.cache', 'e2e')

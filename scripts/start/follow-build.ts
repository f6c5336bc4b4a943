// A build made meanwhile, by the tests or by another start, replaces the files that the web server serves from.
import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import { join } from 'node:path'
import { webBuild } from '../build/web'
import { describeFailure } from '../console/problem'
import { ROOT } from '../stack/root'
import type { Stack } from '../stack/stack'

const EVERY_MS = 1000

function readStamp(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Absent while a build is under way.
    return null
  }
}

/** Restarts the web server once the pages have been built anew, until the signal is aborted. */
export function followBuild(stack: Stack, signal: AbortSignal, say: (line: string) => void): void {
  const file = join(ROOT, webBuild.stamp)
  let serving = readStamp(file)
  watchFile(file, { interval: EVERY_MS, persistent: false }, () => {
    const built = readStamp(file)
    if (built === serving) return
    // One that was away meanwhile stands for other files, also when it says the same as before.
    serving = built
    if (built === null) return
    say('The pages were built anew; restarting the web server.')
    stack.restart('web').then(
      () => say('The web server runs again.'),
      (error: unknown) => say(describeFailure(error)),
    )
  })
  signal.addEventListener('abort', () => unwatchFile(file), { once: true })
}

// Rebuilds the worker and the simulator when their sources change, and restarts them with the result.
import { watch } from 'node:fs'
import { join } from 'node:path'
import { buildProcesses } from '../build/processes'
import { describeFailure } from '../console/problem'
import { ROOT } from '../stack/root'
import type { PartName, Stack } from '../stack/stack'

const WATCHED = ['lib', 'worker', 'simulator']
const RELOADED: PartName[] = ['worker', 'simulator']

/** An editor saves in several steps; they count as one change. */
const SETTLE_MS = 200

const SOURCE = /(?<!\.test)\.tsx?$/

async function reload(stack: Stack, say: (line: string) => void): Promise<void> {
  try {
    await buildProcesses()
  } catch (error) {
    say(`What runs stays, for the new sources do not build:\n${describeFailure(error)}`)
    return
  }
  try {
    await Promise.all(RELOADED.map((name) => stack.restart(name)))
    say('Reloaded worker and simulator.')
  } catch (error) {
    say(describeFailure(error))
  }
}

/** Watches until the signal is aborted; changes during a reload lead to one more. */
export function reloadOnChange(stack: Stack, signal: AbortSignal, say: (line: string) => void): void {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const schedule = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      running = running.then(() => (signal.aborted ? undefined : reload(stack, say)))
    }, SETTLE_MS)
  }
  for (const folder of WATCHED) {
    watch(join(ROOT, folder), { recursive: true, signal }, (_event, file) => {
      if (file && SOURCE.test(file)) schedule()
    }).on('error', (error) => say(`Changes in ${folder} are not noticed: ${error.message}`))
  }
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
}

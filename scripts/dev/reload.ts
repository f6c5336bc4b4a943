// Rebuilds the processes when their sources change, and restarts those that came out different.
import { watch } from 'node:fs'
import { join } from 'node:path'
import { buildUnlessCurrent } from '../build/inputs'
import { buildProcesses, processBuild } from '../build/processes'
import { describeFailure } from '../console/problem'
import { ROOT } from '../stack/root'
import type { PartName, Stack } from '../stack/stack'
import { changedParts, readBundles } from './bundles'

const WATCHED = ['lib', 'web', 'worker', 'simulator']

/** An editor saves in several steps; they count as one change. */
const SETTLE_MS = 200

const SOURCE = /(?<!\.test)\.(tsx?|html|css|js)$/

const DIST = join(ROOT, 'dist')

/** The parts whose bundles changed. */
async function rebuild(): Promise<PartName[]> {
  const before = await readBundles(DIST)
  await buildUnlessCurrent(ROOT, processBuild, buildProcesses)
  return changedParts(before, await readBundles(DIST))
}

async function reload(stack: Stack, say: (line: string) => void): Promise<void> {
  let changed: PartName[]
  try {
    changed = await rebuild()
  } catch (error) {
    say(`What runs stays, for the new sources do not build:\n${describeFailure(error)}`)
    return
  }
  if (changed.length === 0) return
  try {
    await Promise.all(changed.map((name) => stack.restart(name)))
    say(`Reloaded ${changed.join(', ')}.`)
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

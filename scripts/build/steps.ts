import type { Step } from '../console/steps'
import { ROOT } from '../stack/root'
import { type Build, staleHash, writeStamp } from './inputs'
import { buildProcesses, processBuild } from './processes'
import { buildWeb, webBuild } from './web'

type Report = (line: string) => void

async function unlessCurrent(build: Build, make: () => Promise<void>): Promise<boolean> {
  const hash = await staleHash(ROOT, build)
  if (hash === null) return false
  await make()
  await writeStamp(ROOT, build, hash)
  return true
}

/** Builds the processes when their sources have changed since. */
export const buildProcessesStep: Step = {
  title: 'Building web process, worker and simulator',
  run: async () => {
    const built = await unlessCurrent(processBuild, buildProcesses)
    return built
      ? 'Built web process, worker and simulator'
      : 'Web process, worker and simulator are built already'
  },
}

/** Builds the pages when their sources have changed since. */
export function buildWebStep(signal?: AbortSignal): Step {
  return {
    title: 'Building the pages (about a minute)',
    run: async (report: Report) => {
      const built = await unlessCurrent(webBuild, () => buildWeb({ report, signal }))
      return built ? 'Built the pages' : 'The pages are built already'
    },
  }
}

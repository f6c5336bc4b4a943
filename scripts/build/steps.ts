import { runSteps, type Step } from '../console/steps'
import { loadDotenv } from '../stack/dotenv'
import { ROOT } from '../stack/root'
import { buildUnlessCurrent } from './inputs'
import { buildProcesses, processBuild } from './processes'
import { buildWeb, webBuild } from './web'

type Report = (line: string) => void

/** Builds the processes when their sources have changed. */
export const buildProcessesStep: Step = {
  title: 'Building web process, worker, simulator and consumer',
  run: async () => {
    const built = await buildUnlessCurrent(ROOT, processBuild, buildProcesses)
    return built
      ? 'Built web process, worker, simulator and consumer'
      : 'Web process, worker, simulator and consumer are built already'
  },
}

/** Builds the pages when their sources have changed. */
export function buildWebStep(signal?: AbortSignal): Step {
  return {
    title: 'Building the pages (about a minute)',
    run: async (report: Report) => {
      const built = await buildUnlessCurrent(ROOT, webBuild, () => buildWeb({ report, signal }))
      return built ? 'Built the pages' : 'The pages are built already'
    },
  }
}

/** `npm run build`: builds everything that runs, unless it is current. */
export async function build(): Promise<undefined> {
  // PUBLIC_URL is built into the pages.
  loadDotenv()
  await runSteps([buildProcessesStep, buildWebStep()])
}

// `npm run build`: everything that runs, built unless it is current.
import { describeFailure } from '../console/problem'
import { runSteps } from '../console/steps'
import { buildProcessesStep, buildWebStep } from './steps'

await runSteps([buildProcessesStep, buildWebStep()]).catch((error: unknown) => {
  console.error(describeFailure(error))
  process.exitCode = 1
})

// `npm run build`: everything that runs, built unless it is current.
import { describeFailure } from '../console/problem'
import { runSteps } from '../console/steps'
import { loadDotenv } from '../stack/dotenv'
import { buildProcessesStep, buildWebStep } from './steps'

try {
  // PUBLIC_URL goes into the pages.
  loadDotenv()
  await runSteps([buildProcessesStep, buildWebStep()])
} catch (error) {
  console.error(describeFailure(error))
  process.exitCode = 1
}

// `npm run check`: everything that can be said about the code without running it.
import { listenForInterruption } from '../console/interruption'
import { describeFailure } from '../console/problem'
import { runChecks } from './run-checks'

const { signal } = listenForInterruption()
try {
  const { failed } = await runChecks(signal)
  process.exit(failed > 0 ? 1 : 0)
} catch (error) {
  if (!signal.aborted) console.error(describeFailure(error))
  process.exit(signal.aborted ? 130 : 1)
}

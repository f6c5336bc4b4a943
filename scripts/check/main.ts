// `npm run check`: everything that can be said about the code without running it.
import { listenForInterruption } from '../console/interruption'
import { runChecks } from './run-checks'

const { signal } = listenForInterruption()
const { failed } = await runChecks(signal)
process.exit(signal.aborted ? 130 : failed > 0 ? 1 : 0)

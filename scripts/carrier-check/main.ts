// `npm run carrier:check`: plays Waybill's side against somebody's carrier adapter.
import { listenForInterruption } from '../console/interruption'
import { describeFailure } from '../console/problem'
import { loadDotenv } from '../stack/dotenv'
import { run } from './run'

try {
  loadDotenv()
  const interruption = listenForInterruption()
  interruption.onImpatience(() => process.exit(130))
  const { stdout: out, stderr: err, env } = process
  process.exitCode = await run(process.argv.slice(2), { env, out, err, signal: interruption.signal })
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`)
  process.exitCode = 1
}

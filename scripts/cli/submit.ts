// `npm run submit`: hands packets to a running Waybill from the command line.
import { listenForInterruption } from '../console/interruption'
import { describeFailure } from '../console/problem'
import { loadDotenv } from '../stack/dotenv'
import { run } from './run'

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error) => {
  if (!('code' in error) || error.code !== 'EPIPE') throw error
})

try {
  loadDotenv()
  const interruption = listenForInterruption()
  interruption.onImpatience(() => process.exit(130))
  const { stdin: input, stdout: out, stderr: err, env } = process
  process.exitCode = await run(process.argv.slice(2), { env, input, out, err, signal: interruption.signal })
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`)
  process.exitCode = 1
}

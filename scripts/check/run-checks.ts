import { describeFailure } from '../console/problem'
import { runGroup } from '../stack/run-group'
import { type Check, checks } from './checks'

const LIMIT_MS = 180_000

interface CheckResult {
  ok: boolean
  output: string
}

async function runCheck({ commands }: Check, signal?: AbortSignal): Promise<CheckResult> {
  for (const args of commands) {
    const { ok, timedOut, output } = await runGroup({ args, limitMs: LIMIT_MS, show: false, signal })
    if (timedOut) return { ok: false, output: `${output}\nIt took over ${LIMIT_MS / 1000} s.` }
    if (!ok) return { ok: false, output }
  }
  return { ok: true, output: '' }
}

/**
 * Runs every check, whatever the others say; each counts as one test.
 * @throws whatever the signal was aborted with
 */
export async function runChecks(signal?: AbortSignal): Promise<{ passed: number; failed: number }> {
  let failed = 0
  for (const check of checks) {
    const started = Date.now()
    process.stdout.write(`Checking ${check.name} … `)
    const { ok, output } = await runCheck(check, signal).catch((error: unknown) => ({
      ok: false,
      output: describeFailure(error),
    }))
    if (signal?.aborted) console.log('stopped')
    signal?.throwIfAborted()
    console.log(`${ok ? 'ok' : 'FAILED'}, ${((Date.now() - started) / 1000).toFixed(1)} s`)
    if (!ok) {
      failed += 1
      console.log(output.trim())
    }
  }
  return { passed: checks.length - failed, failed }
}

/**
 * `npm run doctor`: prints what the Health page shows, with what to do about each problem. When Waybill does not
 * answer, it prints what can be found out from outside.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { ArgsDef } from 'citty'
import { z } from 'zod'
import { ClientError } from '@/lib/client/client-error'
import { request } from '@/lib/client/request'
import { type HealthReport, healthReport } from '@/lib/contract/health-report'
import { apiPath } from '@/lib/contract/paths'
import { type SelfTest, selfTestList, selfTestSchema } from '@/lib/contract/self-test'
import { lostWords, ownUrl, strangerAt } from '../cli/instance'
import { complaintAbout } from '../cli/report'
import { checkOptions, helpFor, readOptions } from '../console/command-line'
import { examineParts } from './parts'
import { partText, reportText, selfTestText } from './text'

const definitions = {
  url: { type: 'string', valueHint: 'URL', description: 'The running Waybill; default: on this machine.' },
  help: { type: 'boolean', alias: 'h', description: 'Show this.' },
} as const satisfies ArgsDef

const schema = z.object({
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  help: z.boolean().default(false),
})

interface Output extends NodeJS.WritableStream {
  isTTY?: boolean
}

interface Surroundings {
  env: NodeJS.ProcessEnv
  out: Output
  err: Output
  signal: AbortSignal
}

/** Exit status: 0 all is fine, 1 something is wrong, 130 interrupted. */
export async function run(args: string[], { env, out, err, signal }: Surroundings): Promise<number> {
  let url = ''
  try {
    const options = checkOptions(schema, readOptions('doctor', definitions, args))
    if (options.help) {
      out.write(await helpFor('doctor', 'Show the state of every part, and what to do', definitions, out))
      return 0
    }
    url = options.url?.replace(/\/+$/, '') ?? ownUrl(env)
    out.write(`Waybill at ${url}\n\n`)
    return await examine(url, { env, out, signal })
  } catch (error) {
    if (signal.aborted) return 130
    err.write(`${complaintAbout(error, url)}\n`)
    return 1
  }
}

async function examine(url: string, { env, out, signal }: Omit<Surroundings, 'err'>): Promise<number> {
  let examined: { report: HealthReport; selfTest: SelfTest | string }
  try {
    const selfTest = await runSelfTest(url, signal)
    const report = await ask(url, apiPath('/api/health'), healthReport, signal)
    examined = { report, selfTest }
  } catch (error) {
    if (!(error instanceof ClientError) || error.status !== null) throw error
    const { reason } = lostWords(error)
    const parts = await examineParts(env)
    out.write(`It does not answer: ${reason}. What can be seen from here:\n\n${partText(parts)}`)
    return 1
  }
  const { report, selfTest } = examined
  out.write(`${selfTestText(selfTest)}\n${reportText(report)}`)
  const isWell = typeof selfTest !== 'string' && selfTest.state === 'passed'
  return isWell && !report.findings.some(({ severity }) => severity === 'wrong') ? 0 : 1
}

const patienceMs = 15_000
const everyMs = 250
/** After this many failed tries it stops waiting for the self-test. */
const enoughTries = 2

/**
 * The self-test when it has ended or failed, or as far as it is after 15 s; a sentence when it could not be started.
 */
async function runSelfTest(url: string, signal: AbortSignal): Promise<SelfTest | string> {
  const until = performance.now() + patienceMs
  try {
    let test = await ask(url, apiPath('/api/self-tests'), selfTestSchema, signal, 'POST')
    while (test.state === 'running' && test.failedTries < enoughTries && performance.now() < until) {
      await pause(everyMs, undefined, { signal })
      const { items } = await ask(url, apiPath('/api/self-tests'), selfTestList, signal)
      test = items.find(({ id }) => id === test.id) ?? test
    }
    return test
  } catch (error) {
    if (error instanceof ClientError && error.status !== null) return error.message
    throw error
  }
}

async function ask<S extends z.ZodType>(
  url: string,
  path: string,
  answer: S,
  signal: AbortSignal,
  method: 'GET' | 'POST' = 'GET',
): Promise<z.output<S>> {
  const parsed = answer.safeParse(await request(path, { origin: url, method, signal }))
  if (!parsed.success) throw strangerAt(url)
  return parsed.data
}

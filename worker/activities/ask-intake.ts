/** Asks the web process since when it could take receipts all the time, and tells its own word from anybody else's. */
import { liveness } from '@/lib/contract/health'
import { apiPaths } from '@/lib/contract/paths'
import { withinLimit } from '@/lib/contract/time-limit'

const patienceMs = 1_000

export type IntakeAnswer =
  | { is: 'up'; since: number }
  | { is: 'silence' }
  /** Something else answered, such as a login in front of the web process. */
  | { is: 'foreign'; address: string; status: number }

/**
 * @param webUrl where a worker reaches the web process
 * @param attempt the `attemptId` that it is about; without it, about receipts for all attempts
 */
export async function askIntake(webUrl: string, attempt?: string): Promise<IntakeAnswer> {
  const address = `${webUrl}${apiPaths.live}`
  const question = attempt === undefined ? '' : `?${new URLSearchParams({ attempt })}`
  try {
    return await withinLimit(patienceMs, undefined, async (signal) => {
      const response = await fetch(`${address}${question}`, { signal })
      const said = liveness.safeParse(jsonIn(await response.text()))
      if (said.success) return { is: 'up', since: Date.parse(said.data.intakeUpSince) }
      return { is: 'foreign', address, status: response.status }
    })
  } catch {
    return { is: 'silence' }
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const foreignWords =
  'WEB_URL is answered by something else than the web process: until that ends, silent providers only get more time'

/** A wrong setting looks like an outage to the packets; this line tells the two apart. */
export function warnOfForeign(
  answer: IntakeAnswer,
  warn: (facts: { address: string; status: number }, words: string) => void,
): void {
  if (answer.is === 'foreign') warn({ address: answer.address, status: answer.status }, foreignWords)
}

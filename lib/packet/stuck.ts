/** A packet that no worker can go on with: what Temporal reports, and what that means for an operator. */

/**
 * `mismatch`: the workflow code does not fit what has already happened. `failure`: the code fails, or has no such
 * workflow. `timeout`: a worker takes a step and does not finish it. `refused`: Temporal does not accept the answer.
 */
export const stuckCauses = ['mismatch', 'failure', 'timeout', 'refused', 'unknown'] as const
export type StuckCause = (typeof stuckCauses)[number]

/** Times are ISO 8601 in UTC; null if Temporal was not asked for them. */
export interface Stuck {
  cause: StuckCause
  /** Temporal's own name for it, such as `NonDeterministicError`. */
  detail: string
  since: string | null
  /** Tries of the present step; a new event for the packet, such as a receipt, restarts the count. */
  tries: number | null
  lastTriedAt: string | null
}

/** What happened and why, how often it was tried, and what to do. */
export function explainStuck(stuck: Stuck): string {
  const tried = triesInWords(stuck)
  const sentences = [`No worker can go on with this packet: ${causeInWords(stuck)}.`, tried, adviceFor(stuck)]
  return sentences.filter((sentence) => sentence !== null).join(' ')
}

function causeInWords({ cause, detail }: Stuck): string {
  switch (cause) {
    case 'mismatch':
      return 'the workflow code that runs does not fit what has already happened to the packet'
    case 'failure':
      return 'the workflow code that runs fails with an error, or does not know this type of workflow'
    case 'timeout':
      return 'a worker takes its next step and does not finish it in time, because it crashes, hangs or is overloaded'
    case 'refused':
      return `Temporal does not accept what the worker answers (${detail})`
    case 'unknown':
      return `Temporal reports a problem unknown to Waybill (${detail})`
  }
}

function triesInWords({ tries, lastTriedAt }: Stuck): string | null {
  if (tries === null) return null
  const at = lastTriedAt === null ? null : `at ${new Date(lastTriedAt).toISOString().slice(11, 19)} UTC`
  if (tries === 1) return `Its next step was tried once${at === null ? '' : `, ${at}`}.`
  return `Its next step was tried ${tries} times${at === null ? '' : `, last ${at}`}.`
}

const thenGoesOn = 'it then goes on by itself within about ten minutes, and nothing is lost.'

function adviceFor({ cause }: Stuck): string {
  switch (cause) {
    case 'mismatch':
    case 'failure':
      return `Deploy a worker that can run it, such as the previous version: ${thenGoesOn}`
    case 'timeout':
      return `Read the workers’ log, and start them again or add some: ${thenGoesOn}`
    case 'refused':
    case 'unknown':
      return `Read the workers’ log and its Temporal events, and fix what they report: ${thenGoesOn}`
  }
}

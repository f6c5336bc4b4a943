/** Our side of a recall: ask a provider to stop an attempt that it has not confirmed. */
import { type RecallMessage, recallAnswer } from '@/lib/contract/carrier'
import type { RecallEvidence } from '@/lib/contract/workflows'
import { attemptWords } from '@/lib/packet/words'
import { type HandOverTarget, rejected } from './hand-over'
import { type Limits, postSigned } from './post'

/**
 * Asks once, at `<provider url>/recall`. Only 200 with `recalled: true` counts as recalled.
 * `webhookId` must be the same whenever the same attempt is recalled again.
 */
export async function askRecall(
  target: HandOverTarget,
  webhookId: string,
  message: RecallMessage,
  limits: Limits,
): Promise<RecallEvidence> {
  const url = recallUrl(target.url)
  const body = JSON.stringify(message)
  const outcome = await postSigned({ ...target, url, id: webhookId, body, userAgent: 'waybill' }, limits)
  if (outcome.is === 'unanswered') return { result: 'FAILED', detail: attemptWords(outcome.reason) }
  const { status, headers, text } = outcome
  if (status === 200) return promiseIn(text)
  const isLost = status < 200 || status >= 500 || status === 429
  const detail = attemptWords(rejected(status, headers.location, url))
  return { result: isLost ? 'FAILED' : 'NOT_RECALLED', detail }
}

/** The path goes behind the provider's own; a query stays where it is. */
export function recallUrl(url: string): string {
  const address = new URL(url)
  address.pathname = `${address.pathname.replace(/\/$/, '')}/recall`
  return address.href
}

function promiseIn(text: string): RecallEvidence {
  const parsed = recallAnswer.safeParse(parseJson(text))
  if (!parsed.success) return { result: 'FAILED', detail: 'it answered 200, but not with {"recalled": …}' }
  return { result: parsed.data.recalled ? 'RECALLED' : 'NOT_RECALLED', detail: 'it answered 200' }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

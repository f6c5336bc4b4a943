/** Our side of a recall: ask a provider to stop an attempt that it has not confirmed. */
import { type RecallMessage, recallAnswer } from '@/lib/contract/carrier'
import type { RecallEvidence } from '@/lib/contract/workflows'
import { describeFailure } from './failure'
import type { HandOverTarget } from './hand-over'
import { postSigned } from './post-signed'

/** No recall's answer is longer; the rest of a longer one is not read. */
const maxAnswerBytes = 4096

/**
 * Asks once, at `<provider url>/recall`. Only 200 with `recalled: true` counts as recalled.
 * `webhookId` must be the same whenever the same attempt is recalled again.
 */
export async function askRecall(
  target: HandOverTarget,
  webhookId: string,
  message: RecallMessage,
  signal: AbortSignal,
): Promise<RecallEvidence> {
  const url = recallUrl(target.url)
  const body = JSON.stringify(message)
  const posted = postSigned({ ...target, url, id: webhookId, body, userAgent: 'waybill' }, signal)
  try {
    return await judge(await posted)
  } catch (error) {
    return { result: 'FAILED', detail: describeFailure(error).reason }
  }
}

/** The path goes behind the provider's own; a query stays where it is. */
export function recallUrl(url: string): string {
  const address = new URL(url)
  address.pathname = `${address.pathname.replace(/\/$/, '')}/recall`
  return address.href
}

async function judge(response: Response): Promise<RecallEvidence> {
  const { status } = response
  if (status !== 200) {
    await response.body?.cancel()
    return {
      result: status >= 500 || status === 429 ? 'FAILED' : 'NOT_RECALLED',
      detail: `it answered ${status}`,
    }
  }
  const parsed = recallAnswer.safeParse(parseJson(await readText(response)))
  if (!parsed.success) return { result: 'FAILED', detail: 'it answered 200, but not with {"recalled": …}' }
  return { result: parsed.data.recalled ? 'RECALLED' : 'NOT_RECALLED', detail: 'it answered 200' }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > maxAnswerBytes) break
  }
  return text
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

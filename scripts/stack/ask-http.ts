// Asks a part over HTTP without keeping the connection, which the part would wait for when it stops.
import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { withinLimit } from '@/lib/contract/time-limit'
import { type Waiting, waitUntil } from './wait-until'

const ANSWER_LIMIT_MS = 2000

interface Answer {
  status: number
  body: string
}

function ask(url: string): Promise<Answer> {
  const answered = (signal: AbortSignal) =>
    new Promise<Answer>((done, fail) => {
      const request = get(url, { agent: false, signal }, (response) => {
        text(response).then((body) => done({ status: response.statusCode ?? 0, body }), fail)
      })
      request.on('error', fail)
    })
  return withinLimit(ANSWER_LIMIT_MS, undefined, answered)
}

/** True once the address answers with a 2xx, within the limit. */
export async function waitForHttp(url: string, waiting: Waiting): Promise<boolean> {
  const answered = await waitUntil(async () => {
    const answer = await ask(url).catch(() => null)
    return answer && answer.status >= 200 && answer.status < 300 ? true : null
  }, waiting)
  return answered === true
}

/** What an address answers, cut short, for a message. */
export async function saidBy(url: string): Promise<string> {
  try {
    const { status, body } = await ask(url)
    return `It answers ${status}: ${body.slice(0, 500)}`
  } catch {
    return 'It does not answer.'
  }
}

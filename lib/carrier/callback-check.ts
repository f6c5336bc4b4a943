/**
 * Checks whether the callback address given to carriers leads to the receipts of this installation. If it is slightly
 * wrong, something else answers there and its carriers look silent.
 */
import { createHash } from 'node:crypto'
import { withinLimit } from '@/lib/contract/time-limit'
import { describeFailure } from './failure'
import type { TokenKeys } from './token'

/** As a request header it asks for the installation; as a response header it names the installation. */
export const installationHeader = 'waybill-installation'

const patienceMs = 5_000
const digits = 12

/** Identifies an installation by its token keys, without revealing them. */
export function installationMark(keys: TokenKeys): string {
  return keys.map(markOf).join(' ')
}

function markOf({ key }: TokenKeys[number]): string {
  return createHash('sha256').update('waybill installation').update(key).digest('hex').slice(0, digits)
}

export type CallbackCheck =
  | { is: 'right' }
  /** `unready`: a status of 5xx. `silent`: no answer. `said` is a sentence for an operator. */
  | { is: 'wrong' | 'unready' | 'silent'; said: string }

/** Requests the address as it is and judges the answer. Never rejects. */
export async function checkCallback(callbackUrl: string, keys: TokenKeys): Promise<CallbackCheck> {
  const named = `CALLBACK_URL (${withoutSecrets(callbackUrl)})`
  try {
    const response = await withinLimit(patienceMs, undefined, (signal) =>
      fetch(callbackUrl, { headers: { [installationHeader]: 'asked' }, redirect: 'manual', signal }),
    )
    await response.body?.cancel()
    const fault = faultOf(response, keys)
    if (fault === null) return { is: 'right' }
    return { is: response.status >= 500 ? 'unready' : 'wrong', said: `${named} ${fault}` }
  } catch (error) {
    const { reason } = describeFailure(error)
    const said = `${named} gave no answer from here (${reason}). Check that carriers can reach it: without receipts they seem silent.`
    return { is: 'silent', said }
  }
}

/** Null if the address leads to this installation's receipts. */
function faultOf({ status, headers }: Response, keys: TokenKeys): string | null {
  const marks = headers.get(installationHeader)?.split(' ') ?? []
  if (marks.includes(markOf(keys[0]))) return null
  if (marks.length > 0)
    return 'leads to another installation, or to a web process without the first of TOKEN_KEYS: receipts will be refused there.'
  const to = headers.get('location')
  const got =
    to === null ? `${status}` : `${status}, a redirect to ${withoutSecrets(to)}, which carriers do not follow`
  return `does not lead to the receipts: it answered ${got}. It must lead to /api/callbacks/transmit of the web process, without a login or a redirect on the way.`
}

function withoutSecrets(address: string): string {
  return (
    address
      .replace(/\/\/[^/@]*@/, '//')
      .split(/[?#]/)[0]
      ?.slice(0, 300) ?? ''
  )
}

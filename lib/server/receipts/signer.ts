/** Which secret signed a receipt. */
import 'server-only'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { type HeaderFault, headerFault, secretFingerprint, verifyMessage } from '@/lib/carrier/signature'
import type { KeyAge } from '@/lib/contract/workflows'
import { settings } from '@/lib/server/env'
import type { RequestHead } from '@/lib/server/http/request'
import { processWide } from '@/lib/server/process-wide'
import { TokenBucket } from '@/lib/server/token-bucket'

type Signer =
  | { webhookId: string; key: string; keyAge: KeyAge }
  | { why: HeaderFault['why'] | 'BAD_SIGNATURE' | 'FOREIGN_KEY'; detail: string }

export function signerOf(call: Pick<RequestHead, 'headers'>, body: Uint8Array, provider: string): Signer {
  const { providers } = settings()
  const secrets = secretsOf(provider, providers)
  const headers = {
    id: call.headers.get('webhook-id'),
    timestamp: call.headers.get('webhook-timestamp'),
    signature: call.headers.get('webhook-signature'),
  }
  const fault = headerFault(headers)
  if (fault !== null) return fault
  const verified = verifyMessage({ headers, body, secrets })
  if (verified.ok) {
    const { webhookId, key } = verified
    return { webhookId, key, keyAge: ageOf(key, secrets) }
  }
  // The provider was removed from the file after the attempt had begun.
  if (secrets.length === 0) return { why: 'BAD_SIGNATURE', detail: gone }
  const isForeign = () => {
    const others = providers.flatMap((each) => (each.name === provider ? [] : each.receiptSecrets))
    return verifyMessage({ headers, body, secrets: others }).ok
  }
  return { why: worthAsking().take() && isForeign() ? 'FOREIGN_KEY' : 'BAD_SIGNATURE', detail: notOwn }
}

/**
 * Limits how often all other providers' secrets are tried, which costs more than refusing the receipt. Beyond this
 * rate a foreign signature is counted as a bad one.
 */
const worthAsking = processWide('foreign-key-checks', () => new TokenBucket({ burst: 20, perSecond: 10 }))

function secretsOf(provider: string, providers: readonly ConfiguredProvider[]): readonly string[] {
  return providers.find(({ name }) => name === provider)?.receiptSecrets ?? []
}

function ageOf(key: string, secrets: readonly string[]): KeyAge {
  const [newest] = secrets
  if (secrets.length < 2 || newest === undefined) return 'only'
  return secretFingerprint(newest) === key ? 'newest' : 'older'
}

const notOwn = 'Sign the body with the receipt secret of the provider that was handed the packet.'

const gone =
  'The provider that was handed the packet is no longer configured here, so its signatures cannot be checked.'

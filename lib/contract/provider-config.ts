/** `providers.json`. */
import { z } from 'zod'
import { address, providerName, receiptTimeoutMs } from './fields'

const variableName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'Give the name of an environment variable, such as ROUTE_A_SECRET.')

/** Where a carrier takes hand-overs. An address that can never be reached is refused here, not for every packet. */
export const carrierAddress = z
  .url({
    protocol: /^https?$/,
    error: 'Give an http or https address, such as https://sms.example.com/waybill.',
  })
  .max(2048)
  .superRefine((text, context) => {
    const message = faultIn(text)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })

/** The message never repeats anything that may be a password. */
function faultIn(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { username, password, hostname, port } = new URL(text)
  if (username !== '' || password !== '') {
    return 'Leave out the user name and the password: hand-overs are signed, and secrets belong in the environment.'
  }
  if (/[\s\p{C}]/u.test(text)) return 'It has a space or an invisible character. Remove it.'
  if (text.includes('#')) return 'Leave out "#" and what follows: that is never sent.'
  if (port === '0') return 'Nothing can be reached at port 0. Give the port that the carrier listens on.'
  return isHostName(hostname) ? null : `No host can be called "${hostname.slice(0, 80)}". Correct the name.`
}

/** Checks lengths only: URL parsing has already refused characters that no name may have. A trailing dot is valid. */
function isHostName(name: string): boolean {
  const labels = name.replace(/\.$/, '').split('.')
  return (
    name.length <= 254 &&
    labels.every((label) => label.length > 0 && (label.length <= 63 || label.startsWith('[')))
  )
}

/** One carrier in `providers.json`. Secrets stay in the environment; the file only names their variables. */
export const providerConfig = z.strictObject({
  name: providerName.refine((name) => name !== '.' && name !== '..', 'It cannot stand in an address.'),
  url: carrierAddress,
  handOverSecretEnv: variableName,
  receiptSecretEnv: variableName,
  receiptTimeoutMs: receiptTimeoutMs.optional(),
  /** The carrier answers `POST <url>/recall`. */
  recall: z.boolean().optional(),
  /** Prefixes of the destinations that the provider serves; all destinations when left out. */
  destinationPrefixes: z
    .array(address)
    .min(1, 'Leave it out when it serves every destination.')
    .max(1000)
    .optional(),
  /** How much the provider is preferred when routing goes by measured quality; 1 when left out. */
  weight: z.number().min(0.01).max(100).optional(),
  /** Hand-overs that one worker begins in a second, and has under way at once. */
  maxPerSecond: z.number().min(0.1).max(10_000).optional(),
  maxConcurrent: z.int().min(1).max(10_000).optional(),
})

export type ProviderConfig = z.infer<typeof providerConfig>

/** The whole file, in routing order. */
export const providersFile = z
  .array(providerConfig)
  .min(1, 'Configure at least one provider.')
  .max(50)
  .superRefine((list, context) => {
    const known = new Map<string, string>()
    const receiptSecrets = new Set(list.map(({ receiptSecretEnv }) => receiptSecretEnv))
    for (const [index, { name, handOverSecretEnv }] of list.entries()) {
      if (receiptSecrets.has(handOverSecretEnv)) {
        const message = `${handOverSecretEnv} holds a secret for receipts, which no worker may have. Name another variable.`
        context.addIssue({ code: 'custom', message, path: [index, 'handOverSecretEnv'] })
      }
      const like = known.get(alike(name))
      const message = `Names must differ by more than case and the form of their characters, unlike "${like}" and "${name}".`
      if (like !== undefined) context.addIssue({ code: 'custom', message, path: [index, 'name'] })
      known.set(alike(name), name)
    }
  })

/** A key that is equal for names that people would take for the same. */
function alike(name: string): string {
  return name
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .replace(/[\s\p{Cf}]+/gu, ' ')
    .trim()
}

/** Carriers as configured: `providers.json` names them, the environment holds their secrets. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { EnvError } from '@/lib/contract/env'
import { plainWords } from '@/lib/contract/plain-words'
import { type ProviderConfig, providersFile } from '@/lib/contract/provider-config'
import { defaultReceiptTimeoutMs } from '@/lib/packet/bounds'
import { parseSecrets, SecretError } from './secrets'

/** As `process.env` is. */
type Environment = Readonly<Record<string, string | undefined>>

export interface ConfiguredProvider {
  name: string
  url: string
  /** Milliseconds for its receipt. */
  receiptTimeoutMs: number
  /** It can be asked to stop an attempt. */
  recall: boolean
  /** Starts of the destinations that it serves; none means all. */
  destinationPrefixes: string[]
  /** How much it is preferred among providers of the same quality. */
  weight: number
  /** What one worker may hand over in a second, and have under way at once; null means as much as it likes. */
  maxPerSecond: number | null
  maxConcurrent: number | null
  /** Newest first; the first signs, every one is accepted. */
  handOverSecrets: string[]
  receiptSecrets: string[]
}

/** Names the file, the place in it and the problem. */
class ProvidersFileError extends Error {
  override readonly name = 'ProvidersFileError'
}

/** Reads and checks the file, without secrets. In routing order. */
export function readProviders(path: string): ProviderConfig[] {
  const json = readJson(path)
  const parsed = providersFile.safeParse(json, { error: plainWords })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place =
    issue === undefined || issue.path.length === 0 ? 'the whole file' : z.core.toDotPath(issue.path)
  const entry = nameAt(json, issue?.path[0])
  throw new ProvidersFileError(`${path}${entry}, at ${place}: ${issue?.message ?? 'it is not valid.'}`)
}

/** `, provider "RouteB"`, since nobody counts the entries of a long file; nothing where there is no name. */
function nameAt(json: unknown, index: PropertyKey | undefined): string {
  const entry: unknown = Array.isArray(json) ? json[Number(index)] : undefined
  const named = z.looseObject({ name: z.string().min(1).max(64) }).safeParse(entry)
  return named.success ? `, provider ${JSON.stringify(named.data.name)}` : ''
}

/** Which of a provider's secrets a process needs: the worker signs, the web process verifies, neither does both. */
export type Needs = 'handOver' | 'receipt' | 'both'

/**
 * Reads the file that PROVIDERS_FILE names and takes the secrets named there from `env`. In routing order.
 * @throws EnvError that names the variable, the file, the problem and an example
 */
export function loadProviders(path: string, env: Environment, needs: Needs): ConfiguredProvider[] {
  try {
    return readProviders(path).map((config) => withSecrets(path, config, env, needs))
  } catch (error) {
    if (!(error instanceof ProvidersFileError)) throw error
    const problem = error.message.replace(/\.?$/, '.')
    throw new EnvError(`PROVIDERS_FILE: ${problem} Example: PROVIDERS_FILE=providers.json`)
  }
}

function withSecrets(
  path: string,
  config: ProviderConfig,
  env: Environment,
  needs: Needs,
): ConfiguredProvider {
  const secrets = (variable: string, needed: boolean) => (needed ? parseSecrets(variable, env[variable]) : [])
  try {
    return {
      name: config.name,
      url: config.url,
      receiptTimeoutMs: config.receiptTimeoutMs ?? defaultReceiptTimeoutMs,
      recall: config.recall ?? false,
      destinationPrefixes: config.destinationPrefixes ?? [],
      weight: config.weight ?? 1,
      maxPerSecond: config.maxPerSecond ?? null,
      maxConcurrent: config.maxConcurrent ?? null,
      handOverSecrets: secrets(config.handOverSecretEnv, needs !== 'receipt'),
      receiptSecrets: secrets(config.receiptSecretEnv, needs !== 'handOver'),
    }
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    throw new ProvidersFileError(`${path}, provider "${config.name}": ${error.message}`)
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const problem = error instanceof SyntaxError ? `it is not JSON: ${error.message}` : 'it cannot be read.'
    throw new ProvidersFileError(`${path}: ${problem}`)
  }
}

/** Loads the configured carriers: `providers.json` describes them, the environment holds their secrets. */
import { readFileSync } from 'node:fs'
import { findNodeAtLocation, type Node, type ParseError, parseTree, stripComments } from 'jsonc-parser'
import { z } from 'zod'
import { EnvError } from '@/lib/contract/env'
import { plainWords } from '@/lib/contract/plain-words'
import { type ProviderConfig, providerConfig, providersFile } from '@/lib/contract/provider-config'
import { decodeText, lineAt, nearestName, UnreadableText } from '@/lib/contract/text-files'
import { defaultReceiptTimeoutMs } from '@/lib/packet/bounds'
import { parseSecrets, SecretError } from './signature'

/** The shape of `process.env`. */
type Environment = Readonly<Record<string, string | undefined>>

export interface ConfiguredProvider {
  name: string
  url: string
  /** Milliseconds until a receipt must come. */
  receiptTimeoutMs: number
  /** The provider can be asked to stop an attempt. */
  recall: boolean
  /** Prefixes of the destinations that the provider serves; empty means all. */
  destinationPrefixes: string[]
  /** How much it is preferred among providers of the same quality. */
  weight: number
  /** Hand-overs per second and at the same time, for one worker; null means no limit. */
  maxPerSecond: number | null
  maxConcurrent: number | null
  /** Newest first. The first secret signs; all of them are accepted. */
  handOverSecrets: string[]
  receiptSecrets: string[]
}

/** The message names the file, the place in it and the problem. */
class ProvidersFileError extends EnvError {}

/** Reads and validates the file, without secrets. The result is in routing order. */
export function readProviders(path: string): ProviderConfig[] {
  const { json, lineOf } = readJson(path)
  const parsed = providersFile.safeParse(json, { error: plainWords })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const at = issue?.path ?? []
  const place = at.length === 0 ? 'the whole file' : `line ${lineOf(at)}, at ${z.core.toDotPath(at)}`
  const entry = nameAt(json, issue?.path[0])
  throw new ProvidersFileError(
    `${path}${entry}, ${at.length === 0 ? 'at ' : ''}${place}: ${issue ? inWords(issue) : 'it is not valid.'}`,
  )
}

/** Such as `, provider "RouteB"`, because entries of a long file are hard to count; empty if the entry has no name. */
function nameAt(json: unknown, index: PropertyKey | undefined): string {
  const entry: unknown = Array.isArray(json) ? json[Number(index)] : undefined
  const named = z.looseObject({ name: z.string().min(1).max(64) }).safeParse(entry)
  return named.success ? `, provider ${JSON.stringify(named.data.name)}` : ''
}

/** The message of an issue. For a misspelt name it suggests the right one. */
function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return issue.message
  const meant = nearestName(issue.keys[0] ?? '', Object.keys(providerConfig.shape))
  return meant === null ? issue.message : `${issue.message} Did you mean "${meant}"?`
}

/** The secrets that a process needs: the worker signs, the web process verifies. */
export type Needs = 'handOver' | 'receipt' | 'both'

/**
 * Reads the file of PROVIDERS_FILE and takes the secrets that it names from `env`. In routing order.
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

type Refuse = (offset: number, problem: string) => never

interface Json {
  json: unknown
  /** The line of the value at a path, or of its nearest parent that exists. */
  lineOf: (place: readonly PropertyKey[]) => number
}

/** Parses JSON with comments. Reports the line of a syntax error and names that occur twice. */
function readJson(path: string): Json {
  const text = readText(path)
  const refuse: Refuse = (offset, problem) => {
    throw new ProvidersFileError(`${path}: it is not JSON: line ${lineAt(text, offset)}, ${problem}`)
  }
  const errors: ParseError[] = []
  const tree = treeOf(text, errors, refuse) ?? refuse(0, 'it is empty.')
  const [error] = errors
  if (error) refuse(error.offset, faultAt(text, error.offset))
  refuseDoubles(tree, refuse)
  const lineOf = (place: readonly PropertyKey[]): number => {
    for (let length = place.length; length > 0; length--) {
      const node = findNodeAtLocation(tree, place.slice(0, length).map(segment))
      if (node) return lineAt(text, node.offset)
    }
    return lineAt(text, tree.offset)
  }
  return { json: JSON.parse(stripComments(text)), lineOf }
}

function readText(path: string): string {
  try {
    return decodeText(readFileSync(path))
  } catch (error) {
    if (error instanceof UnreadableText) throw new ProvidersFileError(`${path}: ${error.message}.`)
    throw new ProvidersFileError(`${path}: it cannot be read${whyUnreadable(error)}.`)
  }
}

function whyUnreadable(error: unknown): string {
  switch (error instanceof Error && 'code' in error ? error.code : null) {
    case 'EISDIR':
      return ' because it is a folder'
    case 'EACCES':
    case 'EPERM':
      return ' because this user may not read it'
    default:
      return ''
  }
}

function treeOf(text: string, errors: ParseError[], refuse: Refuse): Node | undefined {
  try {
    return parseTree(text, errors)
  } catch (error) {
    if (error instanceof RangeError) return refuse(0, 'it is nested too deeply.')
    throw error
  }
}

function faultAt(text: string, offset: number): string {
  const found = /^\S{1,20}/.exec(text.slice(offset))?.[0]
  return found === undefined
    ? 'it ends too early.'
    : `${JSON.stringify(found)} is not valid there; look for a missing or extra comma, quote or bracket.`
}

function refuseDoubles(node: Node, refuse: Refuse): void {
  const names = new Set<unknown>()
  for (const child of node.children ?? []) {
    const [name] = child.type === 'property' ? (child.children ?? []) : []
    if (name && names.has(name.value)) {
      refuse(name.offset, `${JSON.stringify(name.value)} appears twice; remove one of the two.`)
    }
    if (name) names.add(name.value)
    refuseDoubles(child, refuse)
  }
}

function segment(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key)
}

/**
 * Interprets the words in the search box: gives a filter, and which words gave which part of it. Other words are left
 * over and searched for as text.
 */
import type { PacketFilter } from '@/lib/contract/packet-list'
import { priorities } from '@/lib/contract/paging'
import { isReversed } from '@/lib/contract/span'
import { addressKey, digitsOf } from '@/lib/packet/address'
import { isPacketId } from '@/lib/packet/bounds'
import { trimmed } from '@/lib/packet/text'
import { type Clock, type Read, readSpan } from './read-span'
import { flagPhrases, noise, sortPhrases, statusPhrases } from './words'
import { bare, closing, plain, shortened, wordEnd, wordLength } from './writing'

export interface Known extends Clock {
  /** Names of present and former providers. */
  providers: readonly string[]
}

export interface Understood {
  /** As typed. */
  words: string
  filter: PacketFilter
}

export interface Understanding {
  /** In the order in which they were typed. */
  parts: Understood[]
  /** The text to search for; empty if there is none. */
  rest: string
}

type Reader = (text: string, known: Known) => Read | null

/** Tried in this order, because a configured name may also be a word with another meaning. */
const readers: readonly Reader[] = [
  readPageAddress,
  readFailedOver,
  readFailedBy,
  readNamed,
  readProvider,
  readSpan,
  readAddress,
  readPhrase,
  readOwnName,
]

const between = /^[\s,;]+/
const behind = new RegExp(`^${closing}*(?:[\\s,;]+|$)`)

export function understand(text: string, known: Known): Understanding {
  const parts: Understood[] = []
  const rest: string[] = []
  let left = plain(trimmed(text)).replace(between, '')
  while (left !== '') {
    const taken: PacketFilter = Object.assign({}, ...parts.map(({ filter }) => filter))
    const read = readAt(left, known)
    const isOdd = read !== null && !canJoin(read.filter, taken)
    const length = read?.length ?? textLength(left, known)
    const words = left.slice(0, length).trim()
    if (read !== null && !isOdd) parts.push({ words, filter: read.filter })
    else rest.push(shortened(words.replace(/^"([^"]+)"?$/, '$1')))
    left = left.slice(length).replace(behind, '')
  }
  const said = rest.filter((word) => !noise.has(word.toLowerCase()))
  return { parts, rest: bare((said.length > 0 || parts.length > 0 ? said : rest).join(' ')) }
}

/**
 * False if the filter would replace an earlier one (a second provider, status or span), or give a span that ends before
 * it begins.
 */
function canJoin(filter: PacketFilter, taken: PacketFilter): boolean {
  const { from, to, activeFrom, activeTo } = { ...taken, ...filter }
  const isNew = Object.keys(filter).every((name) => !(name in taken))
  return isNew && !isReversed(from, to) && !isReversed(activeFrom, activeTo)
}

function readAt(text: string, known: Known): Read | null {
  if (text.startsWith('"')) return null
  for (const reader of readers) {
    const read = reader(text, known)
    if (read !== null) return read
  }
  return null
}

/**
 * The length of the next piece of plain text. A number stays in one piece, and so does a negation with what it negates.
 */
function textLength(text: string, known: Known): number {
  const negation = /^(?:not|no|never|without|except|excluding) (?=\S)/i.exec(text)?.[0]
  if (negation === undefined) return numberLength(text) ?? wordLength(text)
  const denied = text.slice(negation.length)
  return negation.length + (readAt(denied, known)?.length ?? wordLength(denied))
}

/** The address of a page, or of the same packet or batch in the API. */
function readPageAddress(text: string): Read | null {
  const address = text.slice(0, wordLength(text))
  const [, kind, name] = /^https?:\/\/[^\s?#]+\/(packets|batches)\/([^\s/?#]+)/i.exec(bare(address)) ?? []
  if (name === undefined || !isPacketId(name)) return null
  return { length: address.length, filter: kind === 'batches' ? { batch: name } : { id: name } }
}

/** Such as "failed over from RouteA" or "failed over". */
function readFailedOver(text: string, known: Known): Read | null {
  const over = new RegExp(`^fail(?:ed|s|ing)?[ -]?over${wordEnd}`, 'i').exec(text)?.[0]
  if (over === undefined) return null
  const from = new RegExp(`^${escaped(over)} from (?=\\S)`, 'i').exec(text)?.[0]
  const provider = from === undefined ? null : providerAt(text.slice(from.length), known)
  return from === undefined || provider === null
    ? { length: over.length, filter: { failedOver: 'true' } }
    : { length: from.length + provider.length, filter: { failedOverFrom: provider.name } }
}

/**
 * Such as "RouteB failed" or "failed by RouteB": packets that RouteB was tried for and no provider delivered. The
 * status is not `FAILED`, which means a failure of the routing service.
 */
function readFailedBy(text: string, known: Known): Read | null {
  const said = /^(?:failed|undelivered)(?: by| at| on| with| via)? (?=\S)/i.exec(text)?.[0] ?? ''
  const provider = providerAt(text.slice(said.length), known)
  if (provider === null) return null
  const length = said.length + provider.length
  const behind = new RegExp(`^ (?:has |have )?failed(?! over|-over)${wordEnd}`, 'i').exec(
    text.slice(length),
  )?.[0]
  if (said === '' && behind === undefined) return null
  return {
    length: length + (behind?.length ?? 0),
    filter: { provider: provider.name, status: 'UNDELIVERED' },
  }
}

const names: readonly [words: string, read: (value: string) => PacketFilter | null][] = [
  ['batch', (batch) => (isPacketId(batch) ? { batch } : null)],
  ['(?:packet |workflow |run )?id|reference|ref|workflow|run|packet', (id) => ({ id })],
  ['ordering key|key|queue', (orderingKey) => ({ orderingKey })],
  ['fairness key', (fairnessKey) => ({ fairnessKey })],
  ['priority|prio', readPriority],
]

function readPriority(value: string): PacketFilter | null {
  const priority = priorities.find((each) => each === value)
  return priority === undefined ? null : { priority }
}

/** Such as "batch winter-2026", "reference:SM-4711" or "priority 1". */
function readNamed(text: string): Read | null {
  for (const [words, filterOf] of names) {
    const name = new RegExp(`^(?:${words})(?: ?[:=] ?| )(?=\\S)`, 'i').exec(text)?.[0]
    if (name === undefined) continue
    const value = text.slice(name.length)
    const length = wordLength(value)
    const filter = filterOf(bare(value.slice(0, length)))
    if (filter !== null) return { length: name.length + length, filter }
  }
  return null
}

const direction = /^(to|destination|receiver|from|source|sender)(?: ?[:=] ?| )(?=\S)/i

/**
 * Such as "to +01666 000 2222" or "from till-5@shop.example". Without a direction, the address may be source or
 * destination. After a direction any word is an address, unless "to" or "from" precedes a provider's name.
 */
function readAddress(text: string, known: Known): Read | null {
  const [said = '', word] = direction.exec(text) ?? []
  const value = text.slice(said.length)
  const number = numberLength(value)
  if (number !== null && (word !== undefined || isWholeNumber(value.slice(0, number))))
    return { length: said.length + number, filter: directed(word, numberIn(value.slice(0, number))) }
  const provider = /^(?:to|from)$/i.test(word ?? '') ? providerAt(value, known) : null
  if (provider !== null) return { length: said.length + provider.length, filter: { provider: provider.name } }
  const length = wordLength(value)
  const address = bare(value.slice(0, length))
  // If the address was cut short, only its beginning is known.
  if (shortened(address) !== address) return null
  if (mailShape.test(address))
    return { length: said.length + length, filter: directed(word, addressKey(address)) }
  return word === undefined ? null : { length: said.length + length, filter: directed(word, address) }
}

function directed(word: string | undefined, address: string): PacketFilter {
  if (word === undefined) return { address }
  return /^(?:to|destination|receiver)$/i.test(word) ? { destination: address } : { source: address }
}

/** A complete e-mail address; anything shorter may be only its beginning. */
const mailShape = /^[^\s"@]+@[^\s"@]+\.[^\s"@.]{2,}$/

/** The length of a number with its separators. A time or date that follows is not part of it. */
function numberLength(text: string): number | null {
  const shape =
    /^(?:tel:)?[ (]*\+? ?[\d()./\u2010-\u2015-]+(?=$|[\s,;])(?: (?!\d{4}-\d\d-\d\d)[\d()./\u2010-\u2015-]+(?=$|[\s,;]))*/iu
  const found = shape.exec(text)?.[0] ?? ''
  return digitsOf(found) === null ? null : found.length
}

/** A shorter number without a prefix may be only the beginning of one. */
const fewestWithoutPrefix = 9

/** Whether the number is complete. Without an international prefix it may be part of a number, or an id. */
function isWholeNumber(number: string): boolean {
  if (isInternational(number)) return true
  return !isPacketId(number) && (digitsOf(number) ?? '').length >= fewestWithoutPrefix
}

function isInternational(number: string): boolean {
  return /^(?:tel:)?[ (]*(?:\+|00)/i.test(number)
}

/** A number without an international prefix stays as written, because its country is not known. */
function numberIn(text: string): string {
  return isInternational(text) ? addressKey(text) : bare(text)
}

/** Reads words that stand for a status, a flag or an order. */
function readPhrase(text: string): Read | null {
  const phrases: (readonly [string, PacketFilter])[] = [
    ...statusPhrases.map(([words, status]) => [words, { status }] as const),
    ...flagPhrases.map(([words, flag]) => [words, { flag }] as const),
    ...sortPhrases.map(([words, sort]) => [words, { sort }] as const),
  ]
  for (const [words, filter] of phrases) {
    const found = new RegExp(`^(?:${words})${wordEnd}`, 'i').exec(text)?.[0]
    if (found !== undefined) return { length: found.length, filter }
  }
  return null
}

/** Such as "RouteA", "by RouteA" or "provider RouteA". */
function readProvider(text: string, known: Known): Read | null {
  const said = /^(?:by|via|with|through|over|tried|provider)(?: ?[:=] ?| )(?=\S)/i.exec(text)?.[0] ?? ''
  const provider = providerAt(text.slice(said.length), known)
  return provider && { length: said.length + provider.length, filter: { provider: provider.name } }
}

/** The longest provider name at the beginning of the text, in upper or lower case; names may contain spaces. */
function providerAt(text: string, { providers }: Known): { name: string; length: number } | null {
  const quote = text.startsWith('"') ? 1 : 0
  const folded = text.slice(quote).toLowerCase()
  const found = providers
    .filter((name) => folded.startsWith(name.toLowerCase()))
    .filter((name) => new RegExp(`^(?:"|${wordEnd})`).test(folded.slice(name.toLowerCase().length)))
    .toSorted((one, other) => other.length - one.length)[0]
  return found === undefined ? null : { name: found, length: found.length + 2 * quote }
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** A text that is just the id of a workflow or of one of its runs. */
function readOwnName(text: string): Read | null {
  const found = new RegExp(`^(?:packets-${uuid}|packet-[A-Za-z0-9._~-]+|${uuid})${wordEnd}`, 'i').exec(
    text,
  )?.[0]
  return found === undefined ? null : { length: found.length, filter: { id: found } }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

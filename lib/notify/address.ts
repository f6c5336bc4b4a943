/**
 * Where notifications may go. The sender of a packet names an address that we then connect to: without these rules
 * they would reach what only our own network can reach.
 */
import { Resolver } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/** Ranges that are allowed although they are not public. */
export type AllowedRanges = readonly Range[]

const problem =
  'it must be addresses or ranges such as 127.0.0.0/8 or ::1, separated by commas; nothing else is allowed by it.'

/** NOTIFY_ALLOW_PRIVATE, as web process and worker read it. */
export const allowedRangesText = z
  .string()
  .max(4096)
  .transform((text, context): AllowedRanges => {
    try {
      return text.split(',').map((each) => parseRange(each.trim()))
    } catch {
      context.addIssue({ code: 'custom', message: problem })
      return z.NEVER
    }
  })

function parseRange(text: string): Range {
  if (!ipaddr.isValid(text.split('/')[0] ?? '') || /^\d+$/.test(text)) throw new Error(problem)
  if (text.includes('/')) return ipaddr.parseCIDR(text)
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** What is not assigned yet may come to mean anything. */
const globalIpv6: AllowedRanges = [ipaddr.parseCIDR('2000::/3')]

/** Public by its range, but answers on each machine of that cloud with its secrets. */
const metadataAddresses: ReadonlySet<string> = new Set(['168.63.129.16'])

/**
 * Whether notifications may go to this IP address. Of those that are not allowed by name only globally reachable ones
 * are: neither private, loopback, link-local, unique-local, shared, multicast or reserved ones, nor those that stand for
 * an IPv4 address in another way.
 */
export function isAllowedAddress(text: string, allowed: AllowedRanges): boolean {
  // Without its zone, which names an interface of this machine.
  const bare = text.replace(/%.*$/, '')
  if (!ipaddr.isValid(bare)) return false
  // One that is mapped into IPv6 is connected to as what it stands for.
  const address = ipaddr.process(bare)
  if (isWithin(address, allowed)) return true
  const isGlobal = address.kind() === 'ipv4' || isWithin(address, globalIpv6)
  const isPublic = isGlobal && address.range() === 'unicast' && bare === text
  return isPublic && !metadataAddresses.has(address.toString())
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, ranges: AllowedRanges): boolean {
  return ipaddr.subnetMatch(address, { within: [...ranges] }, 'without') === 'within'
}

/** Why an address is refused by itself, as a sentence; null where that is found out only by its name's addresses. */
export function addressFault(url: string, allowed: AllowedRanges): string | null {
  // By now a number, a hexadecimal or an octal one has become four decimals.
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0) return isAllowedAddress(host, allowed) ? null : refusedWords(host)
  const isLocal = isLocalName(host) && !loopback.some((each) => isAllowedAddress(each, allowed))
  return isLocal ? refusedWords(host) : null
}

const loopback = ['127.0.0.1', '::1'] as const

/** The name of this very machine, with or without a dot behind it. */
function isLocalName(host: string): boolean {
  return /(^|\.)localhost\.?$/i.test(host)
}

function refusedWords(address: string): string {
  return `${address} is not a public address. Only those are told, and those that NOTIFY_ALLOW_PRIVATE allows.`
}

export const refusedCode = 'EREFUSEDADDRESS'

/** A name leads to an address that notifications must not go to. */
class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError'
  readonly code = refusedCode
}

/** The IP addresses of a name; fails where it has none. */
export type Resolve = (name: string) => Promise<string[]>

/**
 * For a connection: looks a name up and fails where one of its addresses is refused. The connection goes to what was
 * checked here, whatever the name leads to a moment later.
 */
export function guardedLookup(allowed: AllowedRanges, resolve: Resolve = resolveName): LookupFunction {
  return (name, { all, family }, answer) => {
    resolve(name).then(
      (addresses) => {
        const refused = addresses.find((each) => !isAllowedAddress(each, allowed))
        if (refused !== undefined) return answer(new RefusedAddressError(refusedWords(name)), '', 0)
        const found = addresses
          .map((address) => ({ address, family: isIP(address) }))
          .filter((each) => !family || each.family === family)
        const [first] = found
        if (first === undefined) answer(notFound(name), '', 0)
        else if (all) answer(null, found)
        else answer(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => answer(error, '', 0),
    )
  }
}

function notFound(name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${name} has no address.`), { code: 'ENOTFOUND' })
}

/**
 * By a resolver of our own: the system's has few threads, which a slow name server of one receiver would keep from
 * the look-ups of carriers. It does not read the hosts file, except that it knows this machine's own name.
 */
async function resolveName(name: string): Promise<string[]> {
  if (isLocalName(name)) return [...loopback]
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
  const found = [v4, v6].flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
  if (found.length === 0 && v4.status === 'rejected') throw v4.reason
  return found
}

/**
 * Where notifications may go. A packet's sender names an address that Waybill connects to. Without these rules, senders
 * could reach hosts that only our own network can reach (SSRF).
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

/** The value of NOTIFY_ALLOW_PRIVATE, parsed in the same way by the web process and the worker. */
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

/** The IPv6 range that is in global use. Unassigned ranges are excluded, because their later use is not known. */
const globalIpv6: AllowedRanges = [ipaddr.parseCIDR('2000::/3')]

/** These are public by their range, but serve the secrets of each machine in that cloud. */
const metadataAddresses: ReadonlySet<string> = new Set(['168.63.129.16'])

/**
 * Whether notifications may go to this IP address. Besides the allowed ranges, only globally reachable addresses are:
 * not private, loopback, link-local, unique-local, shared, multicast or reserved ones, and no other notations of an
 * IPv4 address.
 */
export function isAllowedAddress(text: string, allowed: AllowedRanges): boolean {
  // Without the zone, which names an interface of this machine.
  const bare = text.replace(/%.*$/, '')
  if (!ipaddr.isValid(bare)) return false
  // `process` turns an IPv4 address that is mapped into IPv6 into the IPv4 address that is connected to.
  const address = ipaddr.process(bare)
  if (isWithin(address, allowed)) return true
  const isGlobal = address.kind() === 'ipv4' || isWithin(address, globalIpv6)
  const isPublic = isGlobal && address.range() === 'unicast' && bare === text
  return isPublic && !metadataAddresses.has(address.toString())
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, ranges: AllowedRanges): boolean {
  return ipaddr.subnetMatch(address, { within: [...ranges] }, 'without') === 'within'
}

/** Why this URL is refused without a DNS look-up, as a sentence; null if only the name's addresses can tell. */
export function addressFault(url: string, allowed: AllowedRanges): string | null {
  // `URL` has already turned decimal, hexadecimal and octal IPv4 notations into dotted decimals.
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0) return isAllowedAddress(host, allowed) ? null : refusedWords(host)
  const isLocal = isLocalName(host) && !loopback.some((each) => isAllowedAddress(each, allowed))
  return isLocal ? refusedWords(host) : null
}

const loopback = ['127.0.0.1', '::1'] as const

/** A name of this machine, with or without a trailing dot. */
function isLocalName(host: string): boolean {
  return /(^|\.)localhost\.?$/i.test(host)
}

function refusedWords(address: string): string {
  return `${address} is not a public address. Others are notified only if NOTIFY_ALLOW_PRIVATE allows them.`
}

export const refusedCode = 'EREFUSEDADDRESS'

/** A name leads to an address that notifications must not go to. */
class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError'
  readonly code = refusedCode
}

/** Resolves a name to its IP addresses; rejects if there are none. */
export type Resolve = (name: string) => Promise<string[]>

/**
 * A look-up function for connections: resolves a name and fails if one of its addresses is refused. The connection uses
 * the addresses checked here, so a later DNS change cannot redirect it (DNS rebinding).
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
 * Uses its own resolver: the system's has few threads, and one receiver's slow name server could block the look-ups of
 * carriers. It does not read the hosts file; only `localhost` is known without DNS.
 */
async function resolveName(name: string): Promise<string[]> {
  if (isLocalName(name)) return [...loopback]
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
  const found = [v4, v6].flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
  if (found.length === 0 && v4.status === 'rejected') throw v4.reason
  return found
}

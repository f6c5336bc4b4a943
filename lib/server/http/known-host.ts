/**
 * Keeps pages of other sites from reading what is served here: a site can make its own name lead to this machine, and
 * a browser then takes both for one origin. It cannot do that with an address, nor with a name without a dot.
 */
import 'server-only'
import { hostname } from 'node:os'

const plain = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\]|([\w-]+\.)*localhost|[\w-]+)$/

/**
 * @param host the header `Host`; without one it is no browser that asks
 * @param allowed names that lead here, in lower case
 */
export function isKnownHost(host: string | undefined, allowed: readonly string[]): boolean {
  if (host === undefined) return true
  const name = host
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '')
  return plain.test(name) || name === hostname().toLowerCase() || allowed.includes(name)
}

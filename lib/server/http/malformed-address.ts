import 'server-only'

/** False when the percent signs in a path do not stand for UTF-8. */
export function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname)
    return true
  } catch {
    return false
  }
}

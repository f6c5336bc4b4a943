/** The verified release of the Temporal CLI; it carries server 1.32.0. */
export const TEMPORAL_CLI_VERSION = '1.9.1'

/** True for the verified version and for newer ones of the same major version. */
export function isRecentEnough(version: string, wanted = TEMPORAL_CLI_VERSION): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0, wantedPatch = 0] = wanted.split('.').map(Number)
  if (major !== wantedMajor) return false
  return minor > wantedMinor || (minor === wantedMinor && patch >= wantedPatch)
}

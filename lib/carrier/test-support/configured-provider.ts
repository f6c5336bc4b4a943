import type { ConfiguredProvider } from '../provider-file'

/** A provider of which the file says only what it must; nobody answers at its address. */
export function configuredProvider(
  name: string,
  differing: Partial<ConfiguredProvider> = {},
): ConfiguredProvider {
  return {
    name,
    url: 'http://127.0.0.1:1/',
    receiptTimeoutMs: 10_000,
    recall: false,
    destinationPrefixes: [],
    weight: 1,
    maxPerSecond: null,
    maxConcurrent: null,
    handOverSecrets: [],
    receiptSecrets: [],
    ...differing,
  }
}

import type { ConfiguredProvider } from '../provider-file'

/** A provider with default settings; nothing listens at its address. */
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

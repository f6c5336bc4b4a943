/** Which provider is next. */

export interface RoutableProvider {
  readonly name: string
}

/** The first provider in routing order that this packet has not been handed to; null when none is left. */
export function nextProvider<P extends RoutableProvider>(
  providers: readonly P[],
  tried: readonly string[],
): P | null {
  return providers.find((provider) => !tried.includes(provider.name)) ?? null
}

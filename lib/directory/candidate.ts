import type { Measured } from '@/lib/packet/quality'
import { type DirectoryState, isBroken, stateOf } from './state'

/** The configuration of a provider that routing uses. */
export interface RoutableConfig {
  readonly name: string
  readonly destinationPrefixes: readonly string[]
  readonly weight: number
  readonly receiptTimeoutMs: number
}

/** A provider as routing sees it: its configuration, its present state and its measurements. */
export function candidateOf<P extends RoutableConfig>(
  configured: P,
  directory: DirectoryState,
  measured: Measured | null,
) {
  const { name, destinationPrefixes: prefixes, weight } = configured
  const state = stateOf(directory, name)
  return {
    name,
    prefixes,
    weight,
    measured,
    drained: state.drained !== null,
    broken: isBroken(state),
    receiptTimeoutMs: state.receiptTimeoutMs ?? configured.receiptTimeoutMs,
    configured,
  }
}

import type { PacketState } from '@/lib/contract/workflows'
import { explain } from '@/lib/packet/explain'

/** Every sentence that a delivery published, in order. */
export function toldSentences(saved: readonly PacketState[]): string[] {
  return saved.map(({ ledger }) => explain(ledger))
}

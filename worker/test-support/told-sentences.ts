import { defaultPayloadConverter } from '@temporalio/common'
import type { temporal } from '@temporalio/proto'
import { packetSnapshot } from '@/lib/contract/snapshot'
import { packetMemo } from '@/lib/contract/workflows'

/** Every sentence that a delivery published in its memo, in order. */
export function toldSentences(history: temporal.api.history.v1.IHistory): string[] {
  return (history.events ?? []).flatMap((event) => {
    const payload = event.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields?.[packetMemo]
    return payload ? [packetSnapshot.parse(defaultPayloadConverter.fromPayload(payload)).reason] : []
  })
}

/**
 * Writes what readers see: the snapshot in the memo and the facts to filter by in search attributes, only where
 * they differ from what stands there. Both ride on the workflow task that changes them.
 */
import { upsertMemo, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow'
import { type DeliveryRequest, packetMemo } from '@/lib/contract/workflows'
import type { Ledger } from '@/lib/packet/ledger'
import { packLedger } from '@/lib/packet/snapshot'
import { type AttributeChange, type Attributes, attributeChanges, attributesOf } from './attributes'

export class Publication {
  private published: Ledger | null = null
  private attributes: Attributes | null = null

  constructor(
    private readonly request: DeliveryRequest,
    private readonly createdAt: number,
  ) {}

  update(ledger: Ledger): void {
    if (ledger === this.published) return
    const first = this.published === null
    this.published = ledger
    const attributes = attributesOf(ledger, this.request)
    const changes = attributeChanges(this.attributes, attributes)
    this.attributes = attributes
    if (first && isPublishedByStarter()) return
    upsertMemo({ [packetMemo]: packLedger(ledger, this.createdAt) })
    if (changes.length > 0) upsertSearchAttributes(changes satisfies AttributeChange[])
  }
}

/** The web process starts packets with memo and attributes; other clients need not. */
function isPublishedByStarter(): boolean {
  return workflowInfo().memo?.[packetMemo] !== undefined
}

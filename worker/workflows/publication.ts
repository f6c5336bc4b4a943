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

  /** @param opening the ledger as it begins, before anything has happened */
  constructor(
    private readonly request: DeliveryRequest,
    private readonly createdAt: number,
    opening: Ledger,
  ) {
    if (!isPublishedByStarter()) return
    this.published = opening
    this.attributes = attributesOf(opening, request)
  }

  update(ledger: Ledger): void {
    if (ledger === this.published) return
    this.published = ledger
    const attributes = attributesOf(ledger, this.request)
    const changes = attributeChanges(this.attributes, attributes)
    this.attributes = attributes
    upsertMemo({ [packetMemo]: packLedger(ledger, this.createdAt) })
    if (changes.length > 0) upsertSearchAttributes(changes satisfies AttributeChange[])
  }
}

/** The web process starts packets with the memo and attributes of their opening; other clients need not. */
function isPublishedByStarter(): boolean {
  return workflowInfo().memo?.[packetMemo] !== undefined
}

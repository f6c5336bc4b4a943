import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import {
  type ActOrder,
  actUpdate,
  batchChangedSignal,
  bulkChangedSignal,
  type CancelSignal,
  cancelSignal,
  type HandedOver,
  handedOverSignal,
  packetQuery,
  type ReceiptSignal,
  receiptsSignal,
  type StoreMark,
  storeMarkSignal,
  wakeSignal,
} from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'

export const receipts = defineSignal<[ReceiptSignal[]]>(receiptsSignal)
export const handedOver = defineSignal<[HandedOver[]]>(handedOverSignal)
export const cancel = defineSignal<[CancelSignal]>(cancelSignal)
export const act = defineUpdate<void, [ActOrder]>(actUpdate)
export const packet = defineQuery<Packet, [string?]>(packetQuery)

export const batchChanged = defineSignal(batchChangedSignal)
export const bulkChanged = defineSignal(bulkChangedSignal)
export const wake = defineSignal(wakeSignal)
export const raise = defineSignal<[StoreMark]>(storeMarkSignal)

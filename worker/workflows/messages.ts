import { defineQuery, defineSignal } from '@temporalio/workflow'
import {
  type CancelSignal,
  cancelSignal,
  packetQuery,
  type ReceiptSignal,
  receiptSignal,
} from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'

export const receipt = defineSignal<[ReceiptSignal]>(receiptSignal)
export const cancel = defineSignal<[CancelSignal]>(cancelSignal)
export const packet = defineQuery<Packet>(packetQuery)

import { defineQuery, defineSignal } from '@temporalio/workflow'
import {
  type BreakerTripped,
  breakerTrippedSignal,
  type ChangeSignal,
  changeSignal,
} from '@/lib/contract/directory-messages'
import {
  type CancelSignal,
  cancelSignal,
  packetQuery,
  type ReceiptSignal,
  receiptsSignal,
  type StoreMark,
  storeMarkSignal,
} from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'

export const receipts = defineSignal<[ReceiptSignal[]]>(receiptsSignal)
export const cancel = defineSignal<[CancelSignal]>(cancelSignal)
export const packet = defineQuery<Packet, [string?]>(packetQuery)

export const change = defineSignal<[ChangeSignal]>(changeSignal)
export const breakerTripped = defineSignal<[BreakerTripped]>(breakerTrippedSignal)

export const raise = defineSignal<[StoreMark]>(storeMarkSignal)

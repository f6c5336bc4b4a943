/** The status of the message broker's consumers. */
import 'server-only'
import type { BrokerStatus } from '@/lib/contract/broker'
import { callStore } from '@/lib/server/store'
import { findConsumers } from '@/lib/store/broker'

/** @throws ApiError STORE_UNREACHABLE */
export async function readBroker(): Promise<BrokerStatus> {
  return { consumers: await callStore(findConsumers) }
}

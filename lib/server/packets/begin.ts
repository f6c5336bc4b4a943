/** Begins packets from the web process, so that they need not wait until a worker finds them. */
import 'server-only'
import { settings } from '@/lib/server/env'
import { callStore, store } from '@/lib/server/store'
import { callTemporal } from '@/lib/server/temporal/call'
import { beginNext } from '@/lib/store/queues'
import { type DeliveryGroup, newGroupId, startDelivery } from '@/lib/temporal/deliveries'

/** @throws ApiError TEMPORAL_UNREACHABLE */
export async function startAll(groups: readonly DeliveryGroup[]): Promise<void> {
  await Promise.all(groups.map((group) => callTemporal(({ client }) => startDelivery(client, group))))
}

/**
 * Begins the next packets of these queues, where no packet is under way and nothing holds the queue.
 *
 * @throws ApiError
 */
export async function beginQueued(orderingKeys: readonly string[]): Promise<void> {
  if (orderingKeys.length === 0) return
  const turn = { most: orderingKeys.length, newOwner: newGroupId, quietUntil: settings().quietUntil }
  const { begun, taken } = await callStore((db) => beginNext(db, { orderingKeys, ...turn }))
  if (taken > 0) store().announce()
  await startAll(begun)
}

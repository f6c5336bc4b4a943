// Stores thousands of packets and gives them to workflows as the web process does; over HTTP this would take minutes.
import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { insertPackets } from '@/lib/store/packets'
import { openStore } from '@/lib/store/store'
import { testPacket } from '@/lib/store/test-support/stored-packet'
import { newGroupId, startDelivery } from '@/lib/temporal/deliveries'
import type { Stack } from '@/scripts/stack/stack'

/** The number of packets that the web process gives to one workflow under load. */
const inGroup = 50
const groupsAtOnce = 4

/** Resolves once Temporal has accepted all of them. */
export async function queuePackets(stack: Stack, count: number, receiptTimeoutMs: number): Promise<void> {
  const store = openStore({ url: stack.databaseUrl, name: 'test' })
  const connection = await Connection.connect({ address: stack.addresses.temporal })
  const client = new Client({ connection, namespace: stack.namespace })
  let left = count / inGroup
  const queueSome = async () => {
    while (left > 0) {
      left -= 1
      const owner = newGroupId()
      const ids = Array.from({ length: inGroup }, () => `queued-${randomUUID()}`)
      const createdAt = Date.now()
      await insertPackets(
        store.db,
        ids.map((id) => ({ ...testPacket, id, owner, createdAt, receiptTimeoutMs })),
      )
      const shares = ids.map((id) => ({ id, epoch: 1 }))
      await startDelivery(client, { owner, shares, priority: 3, fairnessKey: testPacket.source })
    }
  }
  try {
    await Promise.all(Array.from({ length: groupsAtOnce }, queueSome))
  } finally {
    await connection.close()
    await store.close()
  }
}

import 'server-only'
import type { JobKind } from '@/lib/contract/workflows'
import { type JobChange, markJobTold } from '@/lib/store/jobs'
import { tellJob } from '@/lib/temporal/jobs'
import { callStore } from './store'
import { callTemporal } from './temporal/call'
import { tryNow } from './try-now'

/** Tells the workflow of a batch or bulk action that its state has changed. If that fails, a worker does it later. */
export async function tellNow(kind: JobKind, change: JobChange): Promise<void> {
  await tryNow(`a ${kind} could not be told`, { job: change.id }, async () => {
    await callTemporal(({ client }) => tellJob(client, kind, change.id))
    await callStore((db) => markJobTold(db, kind, change))
  })
}

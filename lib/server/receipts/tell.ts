/**
 * Signals receipts to their workflows: at once, or, while a signal to the workflow is under way, together in the next
 * one.
 */
import 'server-only'
import { ApiError, isApiError } from '@/lib/server/api-error'
import { log } from '@/lib/server/process'
import { processWide } from '@/lib/server/process-wide'
import { callStore, store } from '@/lib/server/store'
import { callTemporal } from '@/lib/server/temporal/call'
import { Batcher } from '@/lib/store/batcher'
import { markTold, settleReceipts, type Told, type Untold } from '@/lib/store/settling'
import { signalReceipts } from '@/lib/temporal/deliveries'

interface Telling {
  owner: string
  receipt: Untold
}

const mostInSignal = 200

/** One batcher for each workflow that is being signalled. */
const batchers = processWide('receipt-signals', () => new Map<string, Batcher<Untold, boolean>>())

/** Never throws: the receipt is stored, and if it could not be signalled here, a worker does it later. */
export function tellReceipt(telling: Telling): void {
  const { owner, receipt } = telling
  const known = batchers()
  const batcher =
    known.get(owner) ??
    new Batcher((receipts) => tell(owner, receipts), { most: mostInSignal, failsAll: isApiError })
  known.set(owner, batcher)
  batcher
    .add(receipt)
    .catch((error: unknown) => {
      if (!(error instanceof ApiError)) log().error({ err: error, owner }, 'a receipt could not be told')
    })
    .finally(() => {
      if (batcher.isIdle && known.get(owner) === batcher) known.delete(owner)
    })
}

async function tell(owner: string, receipts: Untold[]): Promise<boolean[]> {
  if (await callTemporal(({ client }) => signalReceipts(client, owner, receipts))) {
    told()
      .add(receipts.map(({ id }) => ({ id, owner })))
      .catch(() => undefined)
  } else {
    // The workflow has let go of its packets meanwhile, or another workflow owns them now.
    for (const other of await callStore((db) => settleReceipts(db, owner, receipts))) tellReceipt(other)
    store().announce()
  }
  return receipts.map(() => true)
}

/** Marks receipts as told. Nothing waits for this: a receipt that is told twice changes nothing. */
const told = processWide(
  'receipts-told',
  () =>
    new Batcher<Told[], boolean>(
      async (groups) => {
        await callStore((db) => markTold(db, groups.flat()))
        return groups.map(() => true)
      },
      { most: 500, failsAll: isApiError },
    ),
)

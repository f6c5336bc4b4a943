/**
 * Records in the store, four times a second, that this process can take receipts. Workers read that before they blame
 * a provider for silence.
 */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { isStopping, processName } from '@/lib/server/process'
import { processWide } from '@/lib/server/process-wide'
import { store } from '@/lib/server/store'
import { Intake } from '@/lib/store/intake'

/** Before a provider is blamed, a worker waits this long for the next record of each process. */
const everyMs = 250

const intake = processWide('intake', () => new Intake(store().db, processName()))

/** Called once, as soon as the process accepts connections: before that, receipts are lost. */
export function openIntake(): void {
  void repeat()
}

async function repeat(): Promise<void> {
  while (!isStopping()) {
    await intake()
      .seen()
      .catch(() => undefined)
    await pause(everyMs, undefined, { ref: false })
  }
}

/** Records that this process stops taking receipts; another may take its place. */
export function closeIntake(): void {
  intake()
    .closed()
    .catch(() => undefined)
}

/** Records that a receipt has just been refused through a fault of ours. */
export function noteOutage(): void {
  intake().interrupted()
}

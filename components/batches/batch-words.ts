/** The state of a batch, in sentences. */
import { counted, countText } from '@/components/ui/format'
import type { Batch } from '@/lib/contract/batch'
import { formatDuration } from '@/lib/packet/duration'
import { hasEnded, isInFlight, packetStatuses } from '@/lib/packet/packet'

export interface BatchSums {
  delivered: number
  /** Ended without being delivered. */
  failed: number
  inFlight: number
  /** Not begun. */
  waiting: number
}

export function sumsOf({ counts }: Batch): BatchSums {
  const sum = (holds: (status: (typeof packetStatuses)[number]) => boolean) =>
    packetStatuses.reduce((total, status) => total + (holds(status) ? counts[status] : 0), 0)
  return {
    delivered: counts.DELIVERED,
    failed: sum((status) => hasEnded(status) && status !== 'DELIVERED'),
    inFlight: sum(isInFlight),
    waiting: counts.QUEUED + counts.SCHEDULED,
  }
}

/** One or two sentences: what is going on, and what the operator should do. */
export function batchInWords(batch: Batch): string {
  const { state, rows, badRowCount, trouble, stopReason } = batch
  const { delivered, failed, inFlight, waiting } = sumsOf(batch)
  const ended = delivered + failed
  switch (state) {
    case 'UPLOADING':
      return trouble === null
        ? `${packets(rows)} stored so far. They are sent once the whole file is uploaded.`
        : `The upload stopped: ${withStop(trouble)} Upload the file again under the same id to go on, or stop the batch.`
    case 'RUNNING':
      return `${countText(ended)} of ${packets(rows)} have ended${paceInWords(batch)}.`
    case 'PAUSED':
      return `${counted(waiting, 'packet waits', 'packets wait')}. ${inFlight === 0 ? 'None is in flight.' : `${packets(inFlight)} in flight go on.`}`
    case 'STOPPING':
      return `${reasonOf(stopReason)} ${packets(waiting)} to be canceled, ${packets(inFlight)} in flight settle.`
    case 'STOPPED':
      return `${reasonOf(stopReason)} ${countText(delivered)} of ${packets(rows)} were delivered.`
    case 'COMPLETED':
      return completed(rows, delivered, failed)
    case 'REFUSED':
      return `${counted(badRowCount, 'row is', 'rows are')} at fault, so none was sent. Correct the file and upload it again under the same id.`
  }
}

function reasonOf(stopReason: string | null): string {
  return withStop(stopReason ?? 'No reason given')
}

function completed(rows: number, delivered: number, failed: number): string {
  if (rows === 0) return 'It had no rows to send.'
  if (failed === 0) return `All ${packets(rows)} were delivered.`
  return `${countText(delivered)} of ${packets(rows)} were delivered, ${countText(failed)} were not.`
}

function paceInWords({ perMinute, secondsLeft }: Batch): string {
  if (perMinute === null) return ''
  const left = secondsLeft === null ? '' : `, about ${formatDuration(secondsLeft * 1000)} left`
  return `, ${countText(perMinute)} a minute${left}`
}

function packets(count: number): string {
  return counted(count, 'packet', 'packets')
}

function withStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`
}

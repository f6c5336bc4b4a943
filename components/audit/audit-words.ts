/** Audit entries in words. */

import type { Look } from '@/components/route/looks'
import { withParams } from '@/lib/client/api'
import type { AuditEntry } from '@/lib/contract/audit'
import type { AuditAction, AuditKind, AuditResult, AuditWay } from '@/lib/contract/audit-terms'
import { pagePaths } from '@/lib/contract/paths'
import { formatDuration } from '@/lib/packet/duration'

/** The subject, if there is one, is appended to these words. */
export const actionWords: Record<AuditAction, string> = {
  'packet.cancel': 'Cancel packet',
  'packet.fail-over': 'Fail over packet',
  'packet.extend': 'Give more time to packet',
  'packet.skip': 'Skip a provider for packet',
  'packet.prefer': 'Prefer a provider for packet',
  'packet.confirm': 'Confirm by hand: packet',
  'packet.refuse': 'Refuse by hand: packet',
  'packet.reschedule': 'Reschedule packet',
  'packet.send-now': 'Send packet now',
  'packet.send-again': 'Send packet again',
  'packet.erase': 'Erase contents of packet',
  'batch.upload': 'Upload batch',
  'batch.pause': 'Pause batch',
  'batch.resume': 'Resume batch',
  'batch.stop': 'Stop batch',
  'batch.repeat': 'Send batch again',
  'bulk-action.begin': 'Begin bulk action',
  'bulk-action.pause': 'Pause bulk action',
  'bulk-action.resume': 'Resume bulk action',
  'bulk-action.stop': 'Stop bulk action',
  'bulk-action.retry': 'Retry the failed packets of bulk action',
  'bulk-action.undo': 'Undo bulk action',
  'queue.hold': 'Hold queue',
  'queue.release': 'Release queue',
  'queue.drop': 'Cancel all in queue',
  'view.create': 'Save view',
  'view.save': 'Change view',
  'view.delete': 'Delete view',
  'recurrence.create': 'Add recurring submission',
  'recurrence.edit': 'Edit recurring submission',
  'recurrence.pause': 'Pause recurring submission',
  'recurrence.resume': 'Resume recurring submission',
  'recurrence.run': 'Run recurring submission',
  'recurrence.delete': 'Delete recurring submission',
  'provider.drain': 'Drain provider',
  'provider.resume': 'Resume provider',
  'provider.set-timeout': 'Set time-out of provider',
  'provider.probe': 'Probe provider',
  'providers.pause': 'Pause all sending',
  'providers.resume': 'Resume all sending',
  'providers.reorder': 'Reorder providers',
  'providers.set-routing': 'Change how providers are chosen',
  'receiver.create': 'Add receiver',
  'receiver.enable': 'Enable receiver',
  'receiver.disable': 'Disable receiver',
  'receiver.delete': 'Delete receiver',
  'notification.send-again': 'Send notification again',
  'self-test.run': 'Run a self-test',
}

export const kindWords: Record<AuditKind, string> = {
  packet: 'Packet',
  batch: 'Batch',
  'bulk-action': 'Bulk action',
  queue: 'Queue',
  view: 'View',
  recurrence: 'Recurring submission',
  provider: 'One provider',
  providers: 'All providers',
  receiver: 'Receiver',
  notification: 'Notification',
  'self-test': 'Self-test',
}

export const resultLooks: Record<AuditResult, Look> = {
  UNKNOWN: { shape: 'dotted', tone: 'silent', word: 'Outcome unknown' },
  DONE: { shape: 'tick', tone: 'good', word: 'Done' },
  LATER: { shape: 'clock', tone: 'wait', word: 'Recorded' },
  REFUSED: { shape: 'minus', tone: 'bad', word: 'Refused' },
  FAILED: { shape: 'alarm', tone: 'bad', word: 'Failed' },
}

/** The explanation of a result that has no detail of its own. */
export const resultMeanings: Record<AuditResult, string | null> = {
  UNKNOWN: 'It is under way, or the process ended before its result was recorded.',
  DONE: null,
  LATER: 'It takes effect as soon as a worker runs.',
  REFUSED: null,
  FAILED: null,
}

export const wayWords: Record<AuditWay, string> = {
  page: 'Page',
  'command-line': 'Command line',
  api: 'API',
}

/** The page of the entry's subject, or null if there is none. */
export function subjectPath({ kind, subject }: Pick<AuditEntry, 'kind' | 'subject'>): string | null {
  if (subject === null) return null
  const paths: Record<AuditKind, string | null> = {
    packet: pagePaths.packet(subject),
    batch: pagePaths.batch(subject),
    'bulk-action': pagePaths.bulkAction(subject),
    queue: withParams(pagePaths.queues, { key: subject }),
    // A view has no page, and may have been deleted.
    view: null,
    recurrence: pagePaths.recurring,
    provider: pagePaths.providers,
    providers: pagePaths.providers,
    receiver: pagePaths.notifications,
    notification: null,
    'self-test': pagePaths.health,
  }
  return paths[kind]
}

/** The parameters of the action: "receipt timeout 5 s; order RouteB, RouteA". */
export function parametersInWords(parameters: AuditEntry['parameters']): string | null {
  const given = Object.entries(parameters ?? {})
  return given.length === 0 ? null : given.map(parameterInWords).join('; ')
}

/** Turns the API's parameter name into words: `receiptTimeoutMs` of 5,000 becomes "receipt timeout 5 s". */
function parameterInWords([name, value]: [string, unknown]): string {
  const isDuration = name.endsWith('Ms') && typeof value === 'number'
  const words = name
    .replace(isDuration ? /Ms$/ : '', '')
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  if (value === true) return words
  return `${words} ${isDuration ? formatDuration(value) : valueInWords(value)}`
}

function valueInWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueInWords).join(', ')
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).map(parameterInWords).join(', ')
  return value === null ? 'none' : String(value)
}

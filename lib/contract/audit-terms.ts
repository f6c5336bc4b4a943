/** The words of the audit, without schemas, so that pages can use them without loading a schema library. */

/** The part before the dot says what the subject is: the id of a packet, the name of a provider, … */
export const auditActions = [
  'packet.cancel',
  'packet.fail-over',
  'packet.extend',
  'packet.skip',
  'packet.prefer',
  'packet.confirm',
  'packet.refuse',
  'packet.reschedule',
  'packet.send-now',
  'packet.send-again',
  'packet.erase',
  'batch.upload',
  'batch.pause',
  'batch.resume',
  'batch.stop',
  'batch.repeat',
  'bulk-action.begin',
  'bulk-action.pause',
  'bulk-action.resume',
  'bulk-action.stop',
  'bulk-action.retry',
  'bulk-action.undo',
  'queue.hold',
  'queue.release',
  'queue.drop',
  'view.create',
  'view.save',
  'view.delete',
  'recurrence.create',
  'recurrence.edit',
  'recurrence.pause',
  'recurrence.resume',
  'recurrence.run',
  'recurrence.delete',
  'provider.drain',
  'provider.resume',
  'provider.set-timeout',
  'provider.probe',
  'providers.pause',
  'providers.resume',
  'providers.reorder',
  'providers.set-routing',
  'receiver.create',
  'receiver.enable',
  'receiver.disable',
  'receiver.delete',
  'notification.send-again',
  'self-test.run',
] as const
export type AuditAction = (typeof auditActions)[number]

/** The kinds of subject, which is known by its id or its name. */
export const auditKinds = [
  'packet',
  'batch',
  'bulk-action',
  'queue',
  'view',
  'recurrence',
  'provider',
  'providers',
  'receiver',
  'notification',
  'self-test',
] as const
export type AuditKind = (typeof auditKinds)[number]

/**
 * `UNKNOWN`: under way, or the process ended before the result could be recorded. `LATER`: recorded, and takes effect
 * as soon as a worker runs. `REFUSED`: nothing was changed. `FAILED`: an error of ours or of a system we depend on.
 */
export const auditResults = ['UNKNOWN', 'DONE', 'LATER', 'REFUSED', 'FAILED'] as const
export type AuditResult = (typeof auditResults)[number]

/** Where the request came from, as it says itself; this is not verified. */
export const auditWays = ['page', 'command-line', 'api'] as const
export type AuditWay = (typeof auditWays)[number]

/** Names the command line as the sender, in the header `User-Agent`. */
export const commandLineAgent = 'waybill-command-line'

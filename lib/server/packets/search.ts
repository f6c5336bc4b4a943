/** From the filters of packets to a visibility query. */
import 'server-only'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { dataRoutingType, workflowIdOf } from '@/lib/contract/workflows'
import { hasEnded, type PacketFlag, type PacketStatus, packetStatuses } from '@/lib/packet/packet'
import { all, any, oneOf, present, term } from '@/lib/server/temporal/query'

/** Packets that match every filter given. */
export function packetQuery(filter: PacketFilter): string {
  const { status, provider, destination, source, flag, from, to, q } = filter
  return all(
    term('WorkflowType', '=', dataRoutingType),
    status && withStatus(status),
    provider && anyRoleOf(provider),
    destination && term('PacketDestination', '=', destination),
    source && term('PacketSource', '=', source),
    flag && withFlag(flag),
    from && term('StartTime', '>=', from),
    to && term('StartTime', '<', to),
    q && startsWith(q),
  )
}

/**
 * These packets, whatever their state. An id alone has no index to find it by, so the start narrows the search.
 *
 * @param since started at or after; ISO 8601
 */
export function packetsById(ids: readonly string[], since: string): string {
  return all(oneOf('WorkflowId', ids.map(workflowIdOf)), term('StartTime', '>=', since))
}

/**
 * Deliveries that nothing more can happen to.
 *
 * @param since closed at or after; ISO 8601
 */
export function closedSince(since: string): string {
  return all(term('WorkflowType', '=', dataRoutingType), term('CloseTime', '>=', since))
}

/** A workflow that was stopped in Temporal waits for nothing any more, whatever stands in its attributes. */
function withFlag(flag: PacketFlag): string {
  const recorded = term('PacketFlags', '=', flag)
  const running = term('ExecutionStatus', '=', 'Running')
  if (flag === 'waiting') return all(recorded, running)
  if (flag === 'stuck') return all(present('TemporalReportedProblems'), running)
  if (flag !== 'settling') return recorded
  const ended = packetStatuses.filter(hasEnded).map((status) => term('PacketStatus', '=', status))
  return all(running, any(...ended))
}

/** A workflow that was stopped in Temporal keeps the status it had, yet is shown as failed. */
function withStatus(status: PacketStatus): string {
  const recorded = term('PacketStatus', '=', status)
  const running = term('ExecutionStatus', '=', 'Running')
  if (!hasEnded(status)) return all(recorded, running)
  if (status !== 'FAILED') return recorded
  const unfinished = any(term('PacketStatus', '=', 'ROUTING'), term('PacketStatus', '=', 'TRANSMITTING'))
  return any(recorded, `(${all(unfinished, term('ExecutionStatus', '!=', 'Running'))})`)
}

function anyRoleOf(provider: string): string {
  return any(
    term('CurrentRouteProvider', '=', provider),
    term('DeliveredBy', '=', provider),
    term('FailedRouteProviders', '=', provider),
  )
}

function startsWith(text: string): string {
  return any(
    term('WorkflowId', 'STARTS_WITH', workflowIdOf(text)),
    term('PacketSource', 'STARTS_WITH', text),
    term('PacketDestination', 'STARTS_WITH', text),
  )
}

/** Packets that a provider has now, delivered, or failed to deliver. */
export function providerQuery(role: 'current' | 'delivered' | 'failed', provider: string): string {
  const type = term('WorkflowType', '=', dataRoutingType)
  switch (role) {
    case 'current':
      return all(type, term('CurrentRouteProvider', '=', provider), withStatus('TRANSMITTING'))
    case 'delivered':
      return all(type, term('DeliveredBy', '=', provider))
    case 'failed':
      return all(type, term('FailedRouteProviders', '=', provider))
  }
}

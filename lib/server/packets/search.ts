/**
 * From filters to a visibility query. Values reach the query only through `literal`, names and operators only
 * from this file, so that nothing a client sends can change what is asked.
 */
import 'server-only'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { type SearchAttributeName, toKeyword } from '@/lib/contract/search-attributes'
import { dataRoutingType, workflowIdOf } from '@/lib/contract/workflows'
import { hasEnded, type PacketFlag, type PacketStatus, packetStatuses } from '@/lib/packet/packet'

type Field =
  | SearchAttributeName
  | 'WorkflowId'
  | 'WorkflowType'
  | 'StartTime'
  | 'CloseTime'
  | 'ExecutionStatus'
/** Set by Temporal itself while a workflow's tasks fail. */
const reportedProblems = 'TemporalReportedProblems'

type Operator = '=' | '!=' | '>=' | '<' | 'STARTS_WITH'

/** A text between quotes. As a keyword it has neither quotes nor backslashes, so nothing in it can end it. */
function literal(text: string): string {
  return `'${toKeyword(text)}'`
}

export function term(field: Field, operator: Operator, value: string): string {
  return `${field} ${operator} ${literal(value)}`
}

function any(...terms: string[]): string {
  return `(${terms.join(' OR ')})`
}

/** Packets that match every filter given. */
export function packetQuery(filter: PacketFilter): string {
  const { status, provider, destination, source, flag, from, to, q } = filter
  const terms = [
    term('WorkflowType', '=', dataRoutingType),
    status && withStatus(status),
    provider && anyRoleOf(provider),
    destination && term('PacketDestination', '=', destination),
    source && term('PacketSource', '=', source),
    flag && withFlag(flag),
    from && term('StartTime', '>=', from),
    to && term('StartTime', '<', to),
    q && startsWith(q),
  ]
  return terms.filter((each) => each !== undefined).join(' AND ')
}

/**
 * These packets, whatever their state. An id alone has no index to find it by, so the start narrows the search.
 *
 * @param since started at or after; ISO 8601
 */
export function packetsById(ids: readonly string[], since: string): string {
  const among = `WorkflowId IN (${ids.map((id) => literal(workflowIdOf(id))).join(', ')})`
  return `${among} AND ${term('StartTime', '>=', since)}`
}

/**
 * Deliveries that nothing more can happen to.
 *
 * @param since closed at or after; ISO 8601
 */
export function closedSince(since: string): string {
  return `${term('WorkflowType', '=', dataRoutingType)} AND ${term('CloseTime', '>=', since)}`
}

/** Deliveries that have ended and whose workflow still listens for receipts. */
export function settlingQuery(): string {
  return `${term('WorkflowType', '=', dataRoutingType)} AND ${withFlag('settling')}`
}

/** A workflow that was stopped in Temporal waits for nothing any more, whatever stands in its attributes. */
function withFlag(flag: PacketFlag): string {
  const recorded = term('PacketFlags', '=', flag)
  const running = term('ExecutionStatus', '=', 'Running')
  if (flag === 'waiting') return `${recorded} AND ${running}`
  if (flag === 'stuck') return `${reportedProblems} IS NOT NULL AND ${running}`
  if (flag !== 'settling') return recorded
  const ended = packetStatuses.filter(hasEnded).map((status) => term('PacketStatus', '=', status))
  return `${running} AND ${any(...ended)}`
}

/** A workflow that was stopped in Temporal keeps the status it had, yet is shown as failed. */
function withStatus(status: PacketStatus): string {
  const recorded = term('PacketStatus', '=', status)
  const running = term('ExecutionStatus', '=', 'Running')
  if (!hasEnded(status)) return `${recorded} AND ${running}`
  if (status !== 'FAILED') return recorded
  const unfinished = any(term('PacketStatus', '=', 'ROUTING'), term('PacketStatus', '=', 'TRANSMITTING'))
  return `(${recorded} OR (${unfinished} AND ${term('ExecutionStatus', '!=', 'Running')}))`
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
      return `${type} AND ${term('CurrentRouteProvider', '=', provider)} AND ${withStatus('TRANSMITTING')}`
    case 'delivered':
      return `${type} AND ${term('DeliveredBy', '=', provider)}`
    case 'failed':
      return `${type} AND ${term('FailedRouteProviders', '=', provider)}`
  }
}

/**
 * Validates a request that a Temporal client of any language sent; an invalid request fails the workflow for good. Uses
 * no schema library: it would be loaded anew for each delivery, which would cost more than all the rest.
 */
import { ApplicationFailure } from '@temporalio/workflow'
import { type DeliveryRequest, packetIdOf } from '@/lib/contract/workflows'
import {
  attemptRange,
  base64Bytes,
  byteLength,
  isBase64,
  isWithin,
  maxAddressBytes,
  maxContentsBytes,
  type Range,
  receiptTimeoutRange,
} from '@/lib/packet/bounds'
import { faultIn, trimmed } from '@/lib/packet/text'

export function acceptRequest(
  workflowId: string,
  request: unknown,
): { packetId: string; accepted: DeliveryRequest } {
  const packetId = packetIdOf(workflowId)
  if (packetId === null) {
    throw refusal(
      `The workflow id must be "packet-<packet id>", the id of 1 to 128 of the characters A–Z a–z 0–9 . _ ~ -, but it is "${workflowId}".`,
    )
  }
  const read = withAddressesTrimmed(request)
  if (isAccepted(read)) return { packetId, accepted: knownOf(read) }
  throw refusal(`The request is not valid at "${invalidField(read) ?? ''}".${addressFault(read)}`)
}

const checks: Record<keyof DeliveryRequest, (value: unknown) => boolean> = {
  source: isAddress,
  destination: isAddress,
  contents: isContents,
  contentType: optional((value) => typeof value === 'string' && value.length <= 100),
  maxAttempts: optional(isNumberWithin(attemptRange)),
  receiptTimeoutMs: optional(isNumberWithin(receiptTimeoutRange)),
  expiresAt: optional(isInstant),
}

/** Keeps the known fields only: unknown ones are not validated. */
function knownOf(request: DeliveryRequest): DeliveryRequest {
  const { source, destination, contents, contentType, maxAttempts, receiptTimeoutMs, expiresAt } = request
  return { source, destination, contents, contentType, maxAttempts, receiptTimeoutMs, expiresAt }
}

function isAccepted(request: unknown): request is DeliveryRequest {
  return isObject(request) && invalidField(request) === undefined
}

function invalidField(request: unknown): string | undefined {
  const fields = isObject(request) ? request : {}
  return Object.entries(checks).find(([name, isValid]) => !isValid(fields[name]))?.[0]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Normalizes addresses as the API does, so that an address is the same from every client. */
function withAddressesTrimmed(request: unknown): unknown {
  if (!isObject(request)) return request
  const { source, destination } = request
  return {
    ...request,
    ...(typeof source === 'string' && { source: trimmed(source) }),
    ...(typeof destination === 'string' && { destination: trimmed(destination) }),
  }
}

function isAddress(value: unknown): boolean {
  if (typeof value !== 'string' || value === '') return false
  return byteLength(value) <= maxAddressBytes && faultIn(value) === null
}

/** Describes the fault, because invisible characters do not show in the address itself. */
function addressFault(request: unknown): string {
  const name = invalidField(request)
  if (!isObject(request) || (name !== 'source' && name !== 'destination')) return ''
  const value = request[name]
  const fault = typeof value === 'string' ? faultIn(value) : null
  return fault === null ? '' : ` ${fault}`
}

function isContents(value: unknown): boolean {
  return typeof value === 'string' && base64Bytes(value) <= maxContentsBytes && isBase64(value)
}

/** A past time is valid: the packet may have waited long for a worker, and ends as expired. */
function isInstant(value: unknown): boolean {
  return (
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value))
  )
}

function isNumberWithin(range: Range) {
  return (value: unknown) => typeof value === 'number' && isWithin(value, range)
}

function optional(isValid: (value: unknown) => boolean) {
  return (value: unknown) => value === undefined || value === null || isValid(value)
}

function refusal(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'InvalidRequest')
}

/** A packet with this id is in the store and does not belong to this workflow. */
export function idTaken(packetId: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `A packet with the id "${packetId}" exists. Choose another id.`,
    'PacketExists',
  )
}

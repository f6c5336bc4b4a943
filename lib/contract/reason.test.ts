import { expect, it } from 'vitest'
import { z } from 'zod'
import { attemptReasonCodes, endReasonCodes, lookupErrorCodes, waitReasons } from '@/lib/packet/reason'
import { attemptReasons, endReasons, lookupErrors, waits } from '@/lib/packet/test-support/sample-reasons'
import { openApiDocument } from './openapi'
import { packetSchema } from './packet'
import { attemptReason, cancelReason, failureReason, lookupError, wait } from './reason'

it.each(Object.values(attemptReasons))('an attempt’s $code is read as it was written', (reason) => {
  expect(attemptReason.parse(JSON.parse(JSON.stringify(reason)))).toEqual(reason)
})

it('look-up errors, waits and endings are read as they were written', () => {
  for (const error of Object.values(lookupErrors)) expect(lookupError.parse(error)).toEqual(error)
  for (const each of Object.values(waits).flat()) expect(wait.parse(each)).toEqual(each)
  const { ROUTING_GAVE_UP, INTERNAL, CONTENTS_LOST } = endReasons
  for (const reason of [ROUTING_GAVE_UP, INTERNAL, CONTENTS_LOST]) {
    expect(failureReason.parse(reason)).toEqual(reason)
  }
  for (const reason of [endReasons.CANCELED_BY_OPERATOR, endReasons.CANCELED_IN_TEMPORAL]) {
    expect(cancelReason.parse(reason)).toEqual(reason)
  }
})

it('an unknown code and a missing parameter are refused', () => {
  expect(attemptReason.safeParse({ code: 'SILENT' }).success).toBe(false)
  expect(attemptReason.safeParse({ code: 'NO_RECEIPT' }).success).toBe(false)
  expect(wait.safeParse({ why: 'paused' }).success).toBe(false)
})

it('the API documents the same closed lists', () => {
  const { shape } = packetSchema
  const attempt = shape.attempts.element.shape
  expect(shape.reasonCode.unwrap().options).toEqual(endReasonCodes)
  expect(attempt.reasonCode.unwrap().options).toEqual(attemptReasonCodes)
  expect(shape.lookup.unwrap().shape.lastErrorCode.options).toEqual(lookupErrorCodes)
  expect(shape.waiting.unwrap().shape.why.options).toEqual(waitReasons)
  const { Packet, Attempt } = documented.parse(openApiDocument().components?.schemas)
  expect(Packet.properties.reasonCode.anyOf[0].enum).toEqual(endReasonCodes)
  expect(Attempt.properties.reasonCode.anyOf[0].enum).toEqual(attemptReasonCodes)
})

const described = z.object({
  properties: z.object({
    reasonCode: z.object({ anyOf: z.tuple([z.object({ enum: z.array(z.string()) }), z.unknown()]) }),
  }),
})
const documented = z.object({ Packet: described, Attempt: described })

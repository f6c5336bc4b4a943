import { join } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'
import { expect, test } from 'vitest'
import { openApiDocument } from '@/lib/contract/openapi'
import { apiUnderTest } from '@/web/api/test-support/api-under-test'
import { apiOrigin } from '@/web/api/test-support/call-api'
import { createWaybill, failed, type Packet, Refusal } from './client'

const api = apiUnderTest()
const submission = { source: '+017771110000', destination: '+016660002222', text: 'Hello' }

test('the types match the OpenAPI document; vitest -u writes them again', async () => {
  const document = JSON.stringify(openApiDocument())
  const types = astToString(await openapiTS(document))
  await expect(types).toMatchFileSnapshot(join(import.meta.dirname, 'waybill-api.ts'))
})

test('a packet is submitted once for each key, and followed to its end', async () => {
  const waybill = createWaybill(await apiOrigin())
  const { id } = await waybill.submit(submission, 'order-1')
  expect((await waybill.submit(submission, 'order-1')).id).toBe(id)
  await api.confirm(await api.carrier.handOver(id))
  const packet = await waybill.untilEnded(id, 20_000, 50)
  expect(packet.status).toBe('DELIVERED')
})

test('undelivered packets are listed, page by page', async () => {
  const waybill = createWaybill(await apiOrigin())
  api.carrier.answerWith(400)
  const sent: Packet[] = []
  for (let count = 0; count < 3; count++) sent.push(await waybill.submit(submission))
  for (const { id } of sent) await waybill.untilEnded(id, 20_000, 50)
  const listed: string[] = []
  for (const status of failed) for await (const { id } of waybill.list({ status, limit: 2 })) listed.push(id)
  expect(listed.sort()).toEqual(sent.map(({ id }) => id).sort())
})

test('a refusal has a code', async () => {
  const waybill = createWaybill(await apiOrigin())
  const refused = waybill.submit({ ...submission, destination: '' })
  await expect(refused).rejects.toBeInstanceOf(Refusal)
  await expect(refused).rejects.toMatchObject({ problem: { code: 'INVALID_REQUEST' } })
})

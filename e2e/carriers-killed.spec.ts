import { handedOverTwice, readNotes } from './support/receipt-accounts'
import { expect, test } from './support/test'

test('carriers that are killed send what they owe once they are back, and know what they were handed', async ({
  stack,
  ownStack,
  waybill,
  carriers,
}) => {
  await carriers.behave({ '*': { receiptDelayMs: [500, 2_500] } })
  const submitted = await Promise.all(Array.from({ length: 10 }, () => waybill.submit()))
  await stack.kill('simulator')
  await stack.start('simulator')
  for (const { id } of submitted)
    expect(await waybill.ended(id, 60_000)).toMatchObject({ status: 'DELIVERED' })
  const ids = new Set(submitted.map(({ id }) => id))
  const notes = (await readNotes(ownStack.dataDir)).filter(({ packetId }) => ids.has(packetId))
  expect(notes.length).toBeGreaterThanOrEqual(submitted.length)
  expect(handedOverTwice(notes)).toEqual([])
})

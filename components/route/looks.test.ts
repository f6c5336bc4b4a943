import { expect, test } from 'vitest'
import { attemptOutcomes, packetStatuses } from '@/lib/packet/packet'
import { keptLooks, outcomeLooks, statusLooks } from './looks'

test('every outcome can be told from every other without its colour', () => {
  const looks = attemptOutcomes.map((outcome) => outcomeLooks[outcome])
  expect(new Set(looks.map((look) => look.shape)).size).toBe(attemptOutcomes.length)
  expect(new Set(looks.map((look) => look.word)).size).toBe(attemptOutcomes.length)
})

test('every status can be told from every other without its colour', () => {
  const looks = packetStatuses.map((status) => statusLooks[status])
  expect(new Set(looks.map((look) => look.shape)).size).toBe(packetStatuses.length)
  expect(new Set(looks.map((look) => look.word)).size).toBe(packetStatuses.length)
})

test('every reason to keep a receipt can be told from every other without its colour', () => {
  const looks = Object.values(keptLooks)
  expect(new Set(looks.map((look) => look.shape)).size).toBe(looks.length)
  expect(new Set(looks.map((look) => look.word)).size).toBe(looks.length)
})

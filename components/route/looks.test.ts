import { expect, test } from 'vitest'
import { attemptOutcomes, packetStatuses } from '@/lib/packet/packet'
import { keptLooks, outcomeLooks, statusLooks } from './looks'

test('no two outcomes have the same shape or word, so that colour is not needed', () => {
  const looks = attemptOutcomes.map((outcome) => outcomeLooks[outcome])
  expect(new Set(looks.map((look) => look.shape)).size).toBe(attemptOutcomes.length)
  expect(new Set(looks.map((look) => look.word)).size).toBe(attemptOutcomes.length)
})

test('no two statuses have the same shape or word, so that colour is not needed', () => {
  const looks = packetStatuses.map((status) => statusLooks[status])
  expect(new Set(looks.map((look) => look.shape)).size).toBe(packetStatuses.length)
  expect(new Set(looks.map((look) => look.word)).size).toBe(packetStatuses.length)
})

test('no two reasons to keep a receipt have the same shape or word, so that colour is not needed', () => {
  const looks = Object.values(keptLooks)
  expect(new Set(looks.map((look) => look.shape)).size).toBe(looks.length)
  expect(new Set(looks.map((look) => look.word)).size).toBe(looks.length)
})

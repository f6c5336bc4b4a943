import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packetFilter } from '@/lib/contract/packet-list'
import { filterKey } from './filter'
import { packetQuery, packetsById, providerQuery } from './search'

describe('a visibility query', () => {
  test('joins all filters, each as a literal', () => {
    expect(packetQuery({ status: 'DELIVERED', source: 'a', to: '2026-01-02T03:04:05Z' })).toBe(
      "WorkflowType = 'dataRouting' AND PacketStatus = 'DELIVERED' AND PacketSource = 'a' AND StartTime < '2026-01-02T03:04:05Z'",
    )
  })

  test('of packets in flight leaves out those that were stopped in Temporal', () => {
    expect(packetQuery({ status: 'ROUTING' })).toContain("ExecutionStatus = 'Running'")
    expect(packetQuery({ status: 'FAILED' })).toContain("ExecutionStatus != 'Running'")
  })

  test('of stuck packets asks for what Temporal reports, and for open workflows', () => {
    expect(packetQuery({ flag: 'stuck', source: 'a' })).toBe(
      "WorkflowType = 'dataRouting' AND PacketSource = 'a' AND TemporalReportedProblems IS NOT NULL AND ExecutionStatus = 'Running'",
    )
  })

  test('is the same but for its literals, whatever the values are', () => {
    const value = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 50 })
      .filter((text) => packetFilter.safeParse({ q: text, provider: text }).success)
    const shape = (query: string) => query.replace(/'[^']*'/g, '?')
    fc.assert(
      fc.property(value, (text) => {
        expect(shape(packetQuery({ q: text }))).toBe(shape(packetQuery({ q: 'a' })))
        expect(shape(packetQuery({ provider: text, source: text }))).toBe(
          shape(packetQuery({ provider: 'a', source: 'a' })),
        )
        expect(shape(providerQuery('failed', text))).toBe(shape(providerQuery('failed', 'a')))
        expect(shape(packetsById([text], text))).toBe(shape(packetsById(['a'], 'b')))
      }),
    )
  })
})

test('the key of filters does not depend on the order they came in', () => {
  expect(filterKey({ source: 'a', q: 'b' })).toBe(filterKey({ q: 'b', source: 'a' }))
  expect(filterKey({ source: 'a' })).not.toBe(filterKey({ destination: 'a' }))
})

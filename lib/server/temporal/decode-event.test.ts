import { defaultPayloadConverter } from '@temporalio/common'
import { temporal } from '@temporalio/proto'
import { expect, test } from 'vitest'
import { decodeEvent } from './decode-event'

const { EventType } = temporal.api.enums.v1
const { HistoryEvent } = temporal.api.history.v1
const decode = (event: object) => decodeEvent(HistoryEvent.fromObject(event))
const payload = (value: unknown) => defaultPayloadConverter.toPayload(value)
const at = { seconds: 1_700_000_000, nanos: 5_000_000 }

function started(input: unknown) {
  return decode({
    eventId: 1,
    eventTime: at,
    eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
    userMetadata: { summary: payload('a → b') },
    workflowExecutionStartedEventAttributes: {
      workflowType: { name: 'dataRouting' },
      input: { payloads: [payload(input)] },
      workflowTaskTimeout: { seconds: 10 },
      firstWorkflowTaskBackoff: {},
      memo: { fields: { packet: payload({ status: 'ROUTING' }) } },
    },
  })
}

test('an event is plain JSON, with readable times, durations and payloads', () => {
  expect(started({ source: 'a' })).toMatchObject({
    id: 1,
    time: '2023-11-14T22:13:20.005Z',
    type: 'WorkflowExecutionStarted',
    attributes: {
      workflowType: { name: 'dataRouting' },
      input: [{ source: 'a' }],
      workflowTaskTimeout: '10 s',
      memo: { fields: { packet: { status: 'ROUTING' } } },
      summary: 'a → b',
    },
  })
})

test('an event has no contents, tokens or secrets, at any depth', () => {
  const secretive = { contents: 'SGVsbG8=', a: [{ token: 'sealed', deep: { receiptSecret: 's', x: 1 } }] }
  const text = JSON.stringify(started(secretive))
  expect(text).toContain('[5 bytes, see contents]')
  expect(text).not.toMatch(/SGVsbG8=|sealed|"s"/)
  expect(text).toContain('"x":1')
})

test('very long texts are shortened', () => {
  const text = JSON.stringify(started({ note: 'x'.repeat(100_000) }))
  expect(text.length).toBeLessThan(5000)
  expect(text).toContain('[100000 characters]')
})

test('bytes are shown as their number', () => {
  const event = decode({
    eventId: 7,
    eventTime: at,
    eventType: EventType.EVENT_TYPE_MARKER_RECORDED,
    markerRecordedEventAttributes: {
      markerName: 'core_local_activity',
      details: {
        data: {
          payloads: [{ metadata: { encoding: Buffer.from('binary/plain') }, data: Buffer.from('abc') }],
        },
      },
    },
  })
  expect(event.attributes).toEqual({ markerName: 'core_local_activity', details: { data: ['[3 bytes]'] } })
})

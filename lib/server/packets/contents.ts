/** What a packet carries: in the first event of its workflow, and nowhere else. */
import 'server-only'
import { defaultPayloadConverter } from '@temporalio/common'
import { carriedContents } from '@/lib/contract/delivery-request'
import type { Contents } from '@/lib/contract/packet'
import { dataRoutingType, workflowIdOf } from '@/lib/contract/workflows'
import { base64Bytes } from '@/lib/packet/bounds'
import { callTemporal } from '@/lib/server/temporal/call'
import { isNotFound } from '@/lib/server/temporal/errors'
import { packetNotFound } from './describe'

/** @throws ApiError PACKET_NOT_FOUND, TEMPORAL_UNREACHABLE */
export async function getContents(id: string): Promise<Contents> {
  const request = await firstInput(id)
  if (request === null) throw packetNotFound(id)
  const { contents } = request
  const contentType = request.contentType ?? 'application/octet-stream'
  return { contents, bytes: base64Bytes(contents), contentType }
}

async function firstInput(id: string) {
  try {
    const { history } = await callTemporal(({ service, namespace }) =>
      service.getWorkflowExecutionHistory({
        namespace,
        execution: { workflowId: workflowIdOf(id) },
        maximumPageSize: 1,
      }),
    )
    const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes
    const payload = started?.input?.payloads?.[0]
    if (started?.workflowType?.name !== dataRoutingType || !payload) return null
    const parsed = carriedContents.safeParse(defaultPayloadConverter.fromPayload(payload))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}

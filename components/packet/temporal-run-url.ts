import type { Packet } from '@/lib/packet/packet'

export interface TemporalUi {
  /** Address of Temporal's own pages. */
  url: string
  namespace: string
}

/** Temporal's page about the run that delivers a packet; about its workflow as long as none has begun. */
export function temporalRunUrl(ui: TemporalUi, packet: Pick<Packet, 'workflowId' | 'runId'>): string {
  const steps = [
    'namespaces',
    ui.namespace,
    'workflows',
    packet.workflowId,
    ...(packet.runId === null ? [] : [packet.runId, 'history']),
  ]
  return `${ui.url.replace(/\/+$/, '')}/${steps.map(encodeURIComponent).join('/')}`
}

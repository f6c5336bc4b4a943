/** Whether a packet may arrive twice when it is sent again. */
import { hasEnded, type Packet } from './packet'

export type DeliveryRisk =
  | { is: 'delivered'; by: string | null }
  | { is: 'under-way' }
  /** These providers have not said that they did not deliver it. */
  | { is: 'unsettled'; providers: string[] }

/** Null if no provider has delivered the packet and none can any more. */
export function deliveryRiskOf({
  status,
  deliveredBy,
  attempts,
}: Pick<Packet, 'status' | 'deliveredBy' | 'attempts'>): DeliveryRisk | null {
  if (status === 'DELIVERED') return { is: 'delivered', by: deliveredBy }
  if (!hasEnded(status)) return { is: 'under-way' }
  const silent = attempts.filter(({ settled }) => !settled).map(({ provider }) => provider)
  return silent.length === 0 ? null : { is: 'unsettled', providers: [...new Set(silent)] }
}

/** One sentence. */
export function riskInWords(risk: DeliveryRisk): string {
  switch (risk.is) {
    case 'delivered':
      return `${risk.by ?? 'A provider'} has delivered it.`
    case 'under-way':
      return 'It has not ended and may still be delivered.'
    case 'unsettled':
      return `${risk.providers.join(' and ')} may have delivered it without confirming it.`
  }
}

'use client'
import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { Told } from '@/components/ui/told'
import { call, withParams } from '@/lib/client/api'
import { FillKey } from '@/lib/client/fill-key'
import { notePacket, packetQuery } from '@/lib/client/queries'
import { pagePaths } from '@/lib/contract/paths'
import { type DeliveryRisk, deliveryRiskOf, riskInWords } from '@/lib/packet/delivery-risk'
import type { Packet } from '@/lib/packet/packet'

/** Sends the packet again unchanged, or leads to the form to edit it first. Then opens the new packet's page. */
export function SendAgainDialog({ packet }: { packet: Packet }) {
  const { id, repeatedBy } = packet
  const client = useQueryClient()
  const router = useRouter()
  const [fillKey] = useState(() => new FillKey())
  const [anyway, setAnyway] = useState(false)
  const risk = deliveryRiskOf(packet)
  const act = async (reason: string, who: string | undefined) => {
    const asked = { reason, who, evenIfDelivered: risk !== null && anyway }
    const sent = await call('POST /api/packets/{id}/actions/send-again', {
      params: { id },
      body: asked,
      headers: { 'Idempotency-Key': fillKey.keyFor(asked) },
    })
    notePacket(client, sent)
    client.setQueryData(packetQuery(id).queryKey, (known) => known && withRepeat(known, sent.id))
    router.push(pagePaths.packet(sent.id))
    return true
  }
  return (
    <ReasonDialog
      trigger="Send again"
      title="Send this packet again?"
      about="It is sent unchanged, as a new packet. The two packets link to each other."
      placeholder="The customer did not get it"
      hint="It is kept in the audit."
      confirm="Send again"
      confirming="Sending again"
      look="primary"
      leave="Leave it"
      onOpen={() => setAnyway(false)}
      incomplete={risk !== null && !anyway}
      act={act}
    >
      <p>
        <Link
          href={withParams(pagePaths.submit, { repeats: id })}
          prefetch={false}
          className="underline underline-offset-4 hover:text-accent"
        >
          Edit it first
        </Link>
      </p>
      {repeatedBy.length > 0 && (
        <p className="text-silent">
          It was sent again before{repeatedBy.length > 1 && `, ${repeatedBy.length} times`}.
        </p>
      )}
      {risk !== null && <RiskChoice risk={risk} checked={anyway} onChange={setAnyway} />}
    </ReasonDialog>
  )
}

function withRepeat(packet: Packet, id: string): Packet {
  if (packet.repeatedBy.includes(id)) return packet
  return { ...packet, repeatedBy: [...packet.repeatedBy, id] }
}

interface RiskChoiceProps {
  risk: DeliveryRisk
  checked: boolean
  onChange: (checked: boolean) => void
}

/** Says why the packet may arrive twice, and asks whether that is acceptable. */
export function RiskChoice({ risk, checked, onChange }: RiskChoiceProps) {
  return (
    <div className="rounded-md bg-silent-wash p-3">
      <p className="text-pretty wrap-anywhere">
        <Told names={namesIn(risk)}>{riskInWords(risk)}</Told>
      </p>
      <label className="mt-1.5 flex items-start gap-2">
        <input
          type="checkbox"
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
          className="mt-0.5 size-4"
        />
        Send it again anyway: it may arrive twice
      </label>
    </div>
  )
}

function namesIn(risk: DeliveryRisk): string[] {
  switch (risk.is) {
    case 'delivered':
      return risk.by === null ? [] : [risk.by]
    case 'under-way':
      return []
    case 'unsettled':
      return risk.providers
  }
}

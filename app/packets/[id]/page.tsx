import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { firstRead, inTime } from '@/app/first-read'
import { PacketPage } from '@/components/packet/packet-page'
import { Hydrated } from '@/components/shell/hydrated'
import { packetQuery } from '@/lib/client/get-packet'
import { receiptsQuery } from '@/lib/client/list-receipts'
import { healthKey } from '@/lib/client/standing'
import { usualPageSize } from '@/lib/contract/paging'
import { isPacketId } from '@/lib/packet/bounds'
import type { Packet } from '@/lib/packet/packet'
import { ApiError, getHealth, getPacket, getTemporalUi, listKeptReceipts } from '@/lib/server/first-paint'

interface PageInput {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: PageInput): Promise<Metadata> {
  return { title: await packetIdOf(params) }
}

export default async function Page({ params }: PageInput) {
  const id = await packetIdOf(params)
  if (!isPacketId(id)) notFound()
  const [packet, health, receipts] = await Promise.all([
    readPacket(id),
    firstRead(getHealth()),
    firstRead(listKeptReceipts({ packet: id, limit: usualPageSize })),
  ])
  return (
    <Hydrated
      answers={[
        [packetQuery(id).queryKey, packet],
        [healthKey, health],
        [receiptsQuery({ packet: id }).queryKey, receipts && { pages: [receipts], pageParams: [null] }],
      ]}
    >
      <PacketPage id={id} temporalUi={getTemporalUi()} />
    </Hydrated>
  )
}

/** Null while Temporal cannot say; the page then asks again by itself. */
async function readPacket(id: string): Promise<Packet | null> {
  try {
    return await inTime(getPacket(id))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.status === 404) notFound()
    return null
  }
}

/** A broken escape in an address is an id that no packet has. */
async function packetIdOf(params: PageInput['params']): Promise<string> {
  const { id } = await params
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

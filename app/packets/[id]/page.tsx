import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { firstOf, firstPaint } from '@/app/first-paint'
import { PacketPage } from '@/components/packet/packet-page'
import { packetNotificationsQuery, packetQuery, receiptsQuery } from '@/lib/client/queries'
import { usualPageSize } from '@/lib/contract/paging'
import { isPacketId } from '@/lib/packet/bounds'
import type { Packet } from '@/lib/packet/packet'
import {
  ApiError,
  getPacket,
  getTemporalUi,
  listKeptReceipts,
  notificationsOf,
} from '@/lib/server/first-paint'

interface PageInput {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: PageInput): Promise<Metadata> {
  return { title: await packetIdOf(params) }
}

export default async function Page({ params }: PageInput) {
  const id = await packetIdOf(params)
  if (!isPacketId(id)) notFound()
  return firstPaint(<PacketPage id={id} temporalUi={getTemporalUi()} />, [
    [packetQuery(id).queryKey, readPacket(id)],
    [packetNotificationsQuery(id).queryKey, notificationsOf(id)],
    [receiptsQuery({ packet: id }).queryKey, firstOf(listKeptReceipts({ packet: id, limit: usualPageSize }))],
  ])
}

async function readPacket(id: string): Promise<Packet> {
  try {
    return await getPacket(id)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) notFound()
    throw error
  }
}

/** An address with an invalid percent escape is taken as it is: no packet has such an id, so the page says so. */
async function packetIdOf(params: PageInput['params']): Promise<string> {
  const { id } = await params
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

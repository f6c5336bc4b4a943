/** Packets as a client of the API submits, reads and lists them. */
import type { PacketPage } from '@/lib/contract/packet-list'
import { apiPath } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { callApi, postJson } from './call-api'
import { eventually } from './eventually'

export const someone = { source: '+017771110000', destination: '+016660002222' }

/** The deadline is so long that it never passes during a test, however slow the machine. */
export const usualPacket = { ...someone, text: 'Hello', receiptTimeoutMs: 600_000 }

/** Submits a packet and throws if it is refused. */
export async function submit(extra: object = {}, headers: Record<string, string> = {}): Promise<Packet> {
  const response = await postJson(apiPath('/api/packets'), { ...usualPacket, ...extra }, headers)
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

export async function getPacket(id: string): Promise<Packet> {
  return (await callApi(apiPath('/api/packets/{id}', { id }))).json()
}

/** The packet as soon as the predicate holds for it. */
export function packetWhen(id: string, holds: (packet: Packet) => boolean): Promise<Packet> {
  return eventually(() => getPacket(id), holds)
}

export async function listPackets(query: Record<string, string> = {}): Promise<PacketPage> {
  const response = await callApi(`${apiPath('/api/packets')}?${new URLSearchParams(query)}`)
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

export async function listedIds(query: Record<string, string>): Promise<string[]> {
  return (await listPackets(query)).items.map(({ id }) => id)
}

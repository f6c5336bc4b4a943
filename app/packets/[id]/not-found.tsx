import { NoSuchPacket } from '@/components/packet/packet-page'

export default function PacketNotFound() {
  return (
    <>
      <h1 className="sr-only">No such packet</h1>
      <NoSuchPacket />
    </>
  )
}

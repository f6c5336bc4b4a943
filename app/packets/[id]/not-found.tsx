import { NoSuchPacket } from '@/components/packet/no-such-packet'

export default function PacketNotFound() {
  return (
    <>
      <h1 className="sr-only">No such packet</h1>
      <NoSuchPacket />
    </>
  )
}

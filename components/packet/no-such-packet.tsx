import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { Placeholder } from '@/components/ui/placeholder'
import { pagePaths } from '@/lib/contract/paths'

export function NoSuchPacket() {
  return (
    <Placeholder
      title="No such packet"
      actions={
        <>
          <Link href={pagePaths.packets} className={buttonClass('primary')}>
            Search all packets
          </Link>
          <Link href={pagePaths.submit} className={buttonClass()}>
            Submit a packet
          </Link>
        </>
      }
    >
      <p>Check the id: capital letters count.</p>
    </Placeholder>
  )
}

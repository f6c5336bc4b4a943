import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { Placeholder } from '@/components/ui/placeholder'
import { pagePaths } from '@/lib/contract/paths'

export default function NotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <Placeholder
        title="There is nothing at this address"
        actions={
          <Link href={pagePaths.packets} className={buttonClass('primary')}>
            Go to the packets
          </Link>
        }
      >
        <p>The address may be mistyped, or the page may have moved.</p>
      </Placeholder>
    </>
  )
}

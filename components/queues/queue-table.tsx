import Link from 'next/link'
import { Glyph } from '@/components/route/glyph'
import { queueLooks } from '@/components/route/looks'
import { Ago } from '@/components/time/ago'
import { CopyButton } from '@/components/ui/copy-button'
import { countText } from '@/components/ui/format'
import { IdLink } from '@/components/ui/id-link'
import { LinkPending } from '@/components/ui/link-pending'
import { withParams } from '@/lib/client/api'
import { mostCounted } from '@/lib/contract/paging'
import { pagePaths } from '@/lib/contract/paths'
import type { Queue } from '@/lib/contract/queue'
import { QueueActions } from './queue-actions'
import { sentenceOf, standingOf } from './queue-words'
import { WaitingWords } from './waiting-words'

/** One line on a wide screen, stacked on a narrow one. */
const grid =
  'grid gap-x-4 gap-y-1.5 px-3 grid-cols-[minmax(0,1fr)_auto] xl:grid-cols-[minmax(140px,1.1fr)_64px_172px_minmax(200px,1.8fr)_264px]'

export function QueueTable({ queues }: { queues: readonly Queue[] }) {
  return (
    <table className="block rounded-lg border border-line bg-panel" aria-label="Queues">
      <thead className="block max-xl:sr-only">
        <tr className={`${grid} h-9 items-center border-b border-line text-xs text-soft`}>
          <th scope="col" className="text-left font-normal">
            Ordering key
          </th>
          <th scope="col" className="text-right font-normal" title="Packets that have not begun">
            Waiting
          </th>
          <th scope="col" className="text-left font-normal">
            First packet
          </th>
          <th scope="col" className="text-left font-normal">
            Waits for
          </th>
          <th scope="col" className="sr-only">
            Actions
          </th>
        </tr>
      </thead>
      <tbody className="block">
        {queues.map((queue) => (
          <QueueRow key={queue.orderingKey} queue={queue} />
        ))}
      </tbody>
    </table>
  )
}

function QueueRow({ queue }: { queue: Queue }) {
  const { orderingKey, depth, head } = queue
  return (
    <tr className={`${grid} items-start border-b border-line py-2.5 last:border-0 xl:py-1.5`}>
      <th scope="row" className="min-w-0 text-left font-semibold xl:py-1.5">
        <Link
          href={withParams(pagePaths.packets, { orderingKey })}
          prefetch={false}
          className="wrap-anywhere underline-offset-4 hover:text-accent hover:underline"
        >
          <bdi translate="no">{orderingKey}</bdi>
          <LinkPending />
        </Link>
      </th>
      <td className="text-right xl:py-1.5">
        {countText(depth, mostCounted)}
        <span className="text-soft xl:hidden"> waiting</span>
      </td>
      <td className="min-w-0 max-xl:col-span-2 max-xl:flex max-xl:flex-wrap max-xl:gap-x-2 xl:py-1.5">
        {head === null ? (
          <span className="text-faint max-xl:hidden">–</span>
        ) : (
          <>
            <IdLink
              id={head.packetId}
              href={pagePaths.packet(head.packetId)}
              most={18}
              label={`First packet ${head.packetId}`}
            />
            <CopyButton
              text={head.packetId}
              label={`Copy the id ${head.packetId}`}
              className="-my-0.5 align-middle"
            />
            <span className="text-soft xl:block xl:text-xs">
              <Ago iso={head.since} before="submitted " after=" ago" />
            </span>
          </>
        )}
      </td>
      <td className="min-w-0 max-xl:col-span-2 xl:py-1.5">
        <Standing queue={queue} />
      </td>
      <td className="max-xl:col-span-2">
        <QueueActions queue={queue} />
      </td>
    </tr>
  )
}

/** What the queue waits for, since when it is held, and the packet that is still under way. */
function Standing({ queue }: { queue: Queue }) {
  const { hold, failed, underWay } = queue
  const standing = standingOf(queue)
  const look = queueLooks[standing]
  const heldAt = standing === 'hold' ? hold?.at : standing === 'failure' ? failed?.at : undefined
  const named = standing === 'failure' ? (failed?.packetId ?? null) : underWay
  return (
    <div className="flex min-w-0 items-start gap-2">
      <Glyph look={look} className="mt-0.5" />
      <p className="min-w-0 text-pretty wrap-anywhere">
        <span className="font-semibold">{look.word}</span>{' '}
        {heldAt !== undefined && (
          <span className="text-soft">
            <Ago iso={heldAt} after=" ago" />{' '}
          </span>
        )}
        <span className="block text-soft">
          <WaitingWords packetId={named}>{sentenceOf(queue)}</WaitingWords>
          {heldAt !== undefined && underWay !== null && (
            <>
              {' '}
              <WaitingWords packetId={underWay}>{`Packet ${underWay} is still under way.`}</WaitingWords>
            </>
          )}
        </span>
      </p>
    </div>
  )
}

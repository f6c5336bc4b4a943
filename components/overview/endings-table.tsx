import { clsx } from 'clsx'
import { Fragment } from 'react'
import { statusLooks } from '@/components/route/looks'
import { countText } from '@/components/ui/format'
import { ScrollBox } from '@/components/ui/scroll-text'
import type { Overview } from '@/lib/contract/overview'
import { endStatuses } from '@/lib/packet/packet'
import { partName, partsOf, rateText } from './overview-words'

const head = 'pb-1 pl-3 text-right font-normal whitespace-nowrap'

/** The numbers of the chart, and the counts that they are calculated from, newest first. */
export function EndingsTable({ overview, className }: { overview: Overview; className?: string }) {
  return (
    <ScrollBox label="Packets that ended, as a table" {...(className !== undefined && { className })}>
      <table className="w-full" aria-label="Packets that ended">
        <thead className="text-xs text-soft">
          <tr>
            <td />
            {endStatuses.map((status) => (
              <th key={status} scope="colgroup" colSpan={2} className={head}>
                {statusLooks[status].word}
              </th>
            ))}
          </tr>
          <tr>
            <th scope="col" className="pb-1 text-left font-normal">
              From
            </th>
            {endStatuses.map((status) => (
              <Fragment key={status}>
                <th scope="col" className={head}>
                  a minute
                </th>
                <th scope="col" className={head}>
                  in all
                </th>
              </Fragment>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {partsOf(overview)
            .toReversed()
            .map(({ from, goesOn, counts, perMinute }) => (
              <tr key={from}>
                <th scope="row" className="py-1 text-left font-normal whitespace-nowrap">
                  <time dateTime={from}>{partName(from, overview.window)}</time>
                  {goesOn && <span className="text-faint">, so far</span>}
                </th>
                {endStatuses.map((status) => (
                  <Fragment key={status}>
                    <td className={clsx('pl-3 text-right', counts[status] === 0 && 'text-faint')}>
                      {rateText(perMinute[status])}
                    </td>
                    <td
                      className={clsx('pl-3 text-right', counts[status] === 0 ? 'text-faint' : 'text-soft')}
                    >
                      {countText(counts[status])}
                    </td>
                  </Fragment>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

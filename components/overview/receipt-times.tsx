import { countText } from '@/components/ui/format'
import type { Overview } from '@/lib/contract/overview'
import { formatDuration } from '@/lib/packet/duration'

const shares = [
  { name: 'p50', title: 'Half of the receipts came within' },
  { name: 'p90', title: 'Nine in ten receipts came within' },
  { name: 'p99', title: '99 of 100 receipts came within' },
] as const

/** How long the receipts of each provider took, from the hand-over. */
export function ReceiptTimes({ providers }: Pick<Overview, 'providers'>) {
  return (
    <table className="w-full" aria-label="Time to receipt">
      <thead>
        <tr className="text-xs text-soft">
          <th scope="col" className="pb-1 text-left font-normal">
            Provider
          </th>
          <th scope="col" className="pb-1 pl-3 text-right font-normal">
            Receipts
          </th>
          {shares.map(({ name, title }) => (
            <th key={name} scope="col" title={title} className="pb-1 pl-3 text-right font-normal">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {providers.map(({ provider, receipts, receiptMs }) => (
          <tr key={provider}>
            <th scope="row" className="py-1.5 text-left font-normal wrap-anywhere">
              <bdi translate="no">{provider}</bdi>
            </th>
            <td className="py-1.5 pl-3 text-right text-soft">{countText(receipts)}</td>
            {shares.map(({ name }) => (
              <td key={name} className="py-1.5 pl-3 text-right whitespace-nowrap">
                {receiptMs === null ? <span className="text-faint">–</span> : formatDuration(receiptMs[name])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

import { ScrollBox } from '@/components/ui/scroll-text'
import type { RowFault } from '@/lib/contract/batch'

/** The rows that cannot become packets, and why. */
export function FaultTable({ faults }: { faults: readonly RowFault[] }) {
  return (
    <ScrollBox label="Rows at fault">
      <table className="min-w-full text-left">
        <thead className="text-xs text-soft">
          <tr>
            <th scope="col" className="w-16 py-1 pr-4 font-normal">
              Line
            </th>
            <th scope="col" className="w-36 py-1 pr-4 font-normal">
              Field
            </th>
            <th scope="col" className="py-1 font-normal">
              What is wrong
            </th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line may have several faults, and they never move
            <tr key={`${fault.line} ${index}`} className="border-t border-line align-top">
              <td className="py-1.5 pr-4">{fault.line}</td>
              <td className="py-1.5 pr-4 text-soft">
                <bdi>{fault.field ?? 'The whole row'}</bdi>
              </td>
              <td className="py-1.5 text-pretty">{fault.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

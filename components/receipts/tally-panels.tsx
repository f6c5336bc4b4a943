import { Ago } from '@/components/time/ago'
import { counted, countText } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { Name, Told } from '@/components/ui/told'
import type { ReceiptTally, RefusedReceipt } from '@/lib/contract/kept-receipt'
import type { RefusalReason } from '@/lib/contract/receipt-reasons'

/** What this web process has counted: how it answered genuine receipts, and why it refused others. */
export function TallyPanel({ tally }: { tally: ReceiptTally }) {
  const { answers, refused, since } = tally
  const rows = [
    ...answers.map(({ result, ...rest }) => ({ ...rest, word: answerWords[result], kind: 'Genuine' })),
    ...refused.map(({ reason, ...rest }) => ({ ...rest, word: refusalWords[reason], kind: 'Refused' })),
  ]
  return (
    <Panel title="Answered">
      <p className="mb-2 text-soft">
        Counted in memory since this web process started, <Ago iso={since} after=" ago" />.
      </p>
      {rows.length === 0 ? (
        <p className="text-faint">No receipt has come in since.</p>
      ) : (
        <table className="w-full" aria-label="Answered">
          <thead>
            <tr className="border-b border-line text-left text-xs text-soft">
              {['Receipt', 'Provider', 'Count'].map((name) => (
                <th key={name} scope="col" className="pb-1 font-normal last:text-right">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map(({ kind, word, provider, count }) => (
              <tr key={`${kind} ${word} ${provider}`}>
                <th scope="row" className="py-1.5 pr-2 text-left font-normal">
                  <span className="text-soft">{kind}:</span> {word}
                </th>
                <td className="min-w-20 py-1.5 pr-2 wrap-anywhere">
                  <bdi translate="no">{provider ?? <span className="text-faint">unknown</span>}</bdi>
                </td>
                <td className="py-1.5 text-right font-semibold">{countText(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

/** The receipts that were refused last, without any of their contents. */
export function LastRefusedPanel({ last }: { last: readonly RefusedReceipt[] }) {
  return (
    <Panel title="Last refused">
      {last.length === 0 ? (
        <p className="text-faint">None since this web process started.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        <ul className="max-h-96 divide-y divide-line overflow-y-auto" tabIndex={0} aria-label="Last refused">
          {last.map((each, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nothing else distinguishes two refusals of the same moment
            <li key={`${each.at} ${index}`} className="py-1.5">
              <span className="flex gap-3">
                <span className="min-w-0 flex-1">
                  {refusalWords[each.reason]}
                  {each.provider !== null && (
                    <>
                      {', '}
                      <Name>{each.provider}</Name>
                    </>
                  )}
                </span>
                <span className="text-soft">
                  <Ago iso={each.at} after=" ago" />
                </span>
              </span>
              {each.path !== undefined && (
                <span className="block break-all">
                  to <bdi>{each.path}</bdi>
                </span>
              )}
              <span className="block text-xs break-all text-faint">
                <Told>{originOf(each)}</Told>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function originOf({ bytes, remote, agent }: RefusedReceipt): string {
  const size = bytes === null ? 'not read to its end' : counted(bytes, 'byte', 'bytes')
  return [size, `from ${remote ?? 'an unknown address'}`, agent ?? 'no user agent'].join(' · ')
}

export const refusalWords: Record<RefusalReason, string> = {
  WRONG_ADDRESS: 'Sent to a wrong address',
  WRONG_METHOD: 'Sent by another method than POST',
  CROSS_ORIGIN: 'Sent by a browser from another site',
  TOO_LARGE: 'Body over 64 KiB',
  INCOMPLETE: 'Body broke off or was too slow',
  MEDIA_TYPE: 'Content type is not JSON',
  NOT_UTF8: 'Not UTF-8',
  NOT_JSON: 'Not JSON',
  MALFORMED: 'Not in the form of a receipt',
  UNKNOWN_TOKEN: 'Token not sealed here',
  UNSIGNED: 'Signature headers missing',
  BAD_HEADERS: 'Signature headers that cannot be read',
  STALE: 'Timestamp over 5 minutes off',
  FOREIGN_KEY: "Signed with another provider's key",
  BAD_SIGNATURE: 'Bad signature',
}

const answerWords: Record<ReceiptTally['answers'][number]['result'], string> = {
  recorded: 'Recorded',
  late: 'Recorded late',
  duplicate: 'Said nothing new',
  kept: 'Kept apart',
  contradiction: 'Contradicted, refused',
}

import Link from 'next/link'
import { Glyph } from '@/components/route/glyph'
import { Ago } from '@/components/time/ago'
import { shortenMiddle } from '@/components/ui/format'
import type { AuditEntry } from '@/lib/contract/audit'
import {
  actionWords,
  parametersInWords,
  resultLooks,
  resultMeanings,
  subjectPath,
  wayWords,
} from './audit-words'

const head = 'px-3 py-2 text-left text-xs font-normal text-soft'
const cell = 'min-w-0 lg:px-3 lg:py-2'

/** What operators did, one row for each; on a narrow screen each row is a small block. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <table className="w-full table-fixed max-lg:block">
      <caption className="sr-only">What operators did, newest first</caption>
      <thead className="border-b border-line max-lg:sr-only">
        <tr>
          <th scope="col" className={`${head} w-26 xl:w-28 print:w-52`}>
            When
          </th>
          <th scope="col" className={`${head} w-26 xl:w-36`}>
            Who
          </th>
          <th scope="col" className={head}>
            What
          </th>
          <th scope="col" className={head}>
            Why
          </th>
          <th scope="col" className={`${head} w-36 xl:w-56`}>
            Result
          </th>
          <th scope="col" className={`${head} w-28 xl:w-36`}>
            From
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line max-lg:block">
        {entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  )
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  const { at, who, reason } = entry
  return (
    <tr className="align-top max-lg:grid max-lg:grid-cols-[minmax(0,1fr)_auto] max-lg:gap-x-3 max-lg:gap-y-0.5 max-lg:px-3 max-lg:py-2.5">
      <td className={`${cell} text-soft max-lg:order-2 max-lg:text-right`}>
        <Ago iso={at} after=" ago" />
      </td>
      <td className={`${cell} max-lg:order-4 max-lg:col-span-2`}>
        {who === null ? (
          <span className="text-faint">Name not given</span>
        ) : (
          <bdi className="break-words">{who}</bdi>
        )}
      </td>
      <td className={`${cell} max-lg:order-1`}>
        <What entry={entry} />
      </td>
      <td className={`${cell} text-pretty wrap-anywhere max-lg:order-3 max-lg:col-span-2`}>
        {reason === null ? (
          <span className="text-faint max-lg:hidden">No reason given</span>
        ) : (
          <bdi>{reason}</bdi>
        )}
      </td>
      <td className={`${cell} max-lg:order-5 max-lg:col-span-2`}>
        <Result entry={entry} />
      </td>
      <td className={`${cell} text-soft max-lg:order-6 max-lg:col-span-2 max-lg:text-xs`}>
        <From entry={entry} />
      </td>
    </tr>
  )
}

function What({ entry }: { entry: AuditEntry }) {
  const { action, made, kind } = entry
  const parameters = parametersInWords(entry.parameters)
  return (
    <>
      {actionWords[action]} <Subject entry={entry} />
      {made !== null && (
        <span className="text-soft">
          {(entry.subject ?? entry.subjectName) !== null && 'as '}
          <Subject entry={{ kind, subject: made, subjectName: null }} />
        </span>
      )}
      {parameters !== null && (
        <span className="block text-xs text-soft wrap-anywhere">
          <bdi>{parameters}</bdi>
        </span>
      )}
    </>
  )
}

const subjectClass = 'font-mono text-xs wrap-anywhere'

interface SubjectProps {
  entry: Pick<AuditEntry, 'kind' | 'subject' | 'subjectName'>
}

function Subject({ entry: { kind, subject, subjectName } }: SubjectProps) {
  if (subjectName !== null) {
    return (
      <bdi title={subject ?? undefined} className="wrap-anywhere">
        {subjectName}
      </bdi>
    )
  }
  if (subject === null) return null
  const path = subjectPath({ kind, subject })
  const text = <bdi translate="no">{shortenMiddle(subject, 40)}</bdi>
  if (path === null) {
    return (
      <span title={subject} className={subjectClass}>
        {text}
      </span>
    )
  }
  return (
    <Link
      href={path}
      prefetch={false}
      title={subject}
      className={`${subjectClass} underline decoration-edge underline-offset-4 hover:text-accent`}
    >
      {text}
    </Link>
  )
}

/** The result of an entry; also used on the page of the entry's packet. */
export function Result({ entry: { result, detail } }: { entry: AuditEntry }) {
  const look = resultLooks[result]
  const meaning = detail ?? resultMeanings[result]
  return (
    <>
      <span className="flex items-center gap-1.5">
        <Glyph look={look} />
        {look.word}
      </span>
      {meaning !== null && (
        <span className="mt-0.5 block text-xs text-pretty text-soft wrap-anywhere">{meaning}</span>
      )}
    </>
  )
}

function From({ entry: { via, address, forwardedFor } }: { entry: AuditEntry }) {
  return (
    <>
      {wayWords[via]}
      {address !== null && <span className="block text-xs wrap-anywhere max-lg:inline"> {address}</span>}
      {forwardedFor !== null && (
        <span className="block text-xs wrap-anywhere max-lg:inline"> for {forwardedFor}</span>
      )}
    </>
  )
}

interface SkeletonProps {
  /** What is on its way, for those who hear the page. */
  label: string
  rows: number
  /** The height that a row will have. */
  rowClass: string
}

/** Rows of the height that the real ones will have, so that nothing jumps when they come. */
export function Skeleton({ label, rows, rowClass }: SkeletonProps) {
  return (
    <>
      <p role="status" className="sr-only">
        {label}
      </p>
      {Array.from({ length: rows }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
          key={index}
          aria-hidden
          className={`flex items-center border-b border-line px-3 last:border-0 ${rowClass}`}
        >
          <span className={`h-2.5 rounded-sm bg-hover ${widths[index % widths.length]}`} />
        </div>
      ))}
    </>
  )
}

const widths = ['w-2/3', 'w-1/2', 'w-3/5', 'w-2/3', 'w-2/5', 'w-1/2', 'w-3/5', 'w-1/2'] as const

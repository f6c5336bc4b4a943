/** Rows of the height that the real ones will have. */
export function ListSkeleton() {
  return (
    <div className="rounded-lg border border-line bg-panel">
      <p role="status" className="sr-only">
        Loading packets
      </p>
      <div className="h-9 border-b border-line max-lg:hidden" />
      {widths.map((width, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
          key={index}
          className="flex h-22 items-center border-b border-line px-3 last:border-0 lg:h-10"
        >
          <span className={`h-2.5 rounded-sm bg-hover ${width}`} />
        </div>
      ))}
    </div>
  )
}

const widths = ['w-2/3', 'w-1/2', 'w-3/5', 'w-2/3', 'w-2/5', 'w-1/2', 'w-3/5', 'w-1/2'] as const

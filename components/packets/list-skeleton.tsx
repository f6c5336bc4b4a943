import { Skeleton } from '@/components/ui/skeleton'

export function ListSkeleton() {
  return (
    <div className="rounded-lg border border-line bg-panel">
      <div className="h-9 border-b border-line max-lg:hidden" />
      <Skeleton label="Loading packets" rows={8} rowClass="h-22 lg:h-10" />
    </div>
  )
}

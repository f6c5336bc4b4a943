import { NoSuchBulkAction } from '@/components/bulk-actions/bulk-page'

export default function BulkActionNotFound() {
  return (
    <>
      <h1 className="sr-only">No such bulk action</h1>
      <NoSuchBulkAction />
    </>
  )
}

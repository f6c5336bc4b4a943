import { NoSuchBatch } from '@/components/batches/batch-page'

export default function BatchNotFound() {
  return (
    <>
      <h1 className="sr-only">No such batch</h1>
      <NoSuchBatch />
    </>
  )
}

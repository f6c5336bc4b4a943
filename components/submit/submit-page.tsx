'use client'
import { useQueryStates } from 'nuqs'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { call } from '@/lib/client/api'
import { useHealth } from '@/lib/client/link-state'
import { submitSearch } from '@/lib/client/search'
import { PacketForm } from './packet-form'
import { RepeatPage } from './repeat-page'
import { filledIn } from './submit-fields'

/** The page for a new packet, or for one that is sent again. */
export function SubmitPage() {
  const [{ repeats }] = useQueryStates(submitSearch)
  return repeats === null ? <NewPacketPage /> : <RepeatPage key={repeats} id={repeats} />
}

function NewPacketPage() {
  const health = useHealth({ streamed: false })
  return (
    <>
      <PageHeader title="Submit">
        <HealthLine health={health}>
          A packet goes to one provider after the other until one confirms it.
        </HealthLine>
      </PageHeader>
      <PacketForm
        name="New packet"
        initial={filledIn}
        words={{ idle: 'Submit packet', busy: 'Submitting' }}
        send={(body, key) => call('POST /api/packets', { body, headers: { 'Idempotency-Key': key } })}
      />
    </>
  )
}

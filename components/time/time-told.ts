/** Asks the server how it understands a time that is being typed, in this machine's time zone. */
import { useQuery } from '@tanstack/react-query'
import { useSettled } from '@/components/ui/settled'
import { timeQuery } from '@/lib/client/queries'
import { formatDuration } from '@/lib/packet/duration'
import { ownTimeZone } from './format'

export interface TimeTold {
  /** "Will be sent Sunday 29 November 2026, 08:00 Europe/Berlin, in 14 h"; undefined while nothing is known. */
  told: string | undefined
  /** The error in the typed time. */
  fault: string | undefined
}

export function useTimeTold(text: string): TimeTold {
  const settled = useSettled(text.trim())
  const asked = settled !== '' && settled === text.trim()
  const { data, error } = useQuery({ ...timeQuery(settled, ownTimeZone()), enabled: asked })
  if (!asked) return { told: undefined, fault: undefined }
  if (error) return { told: undefined, fault: error.message.replace(/^text: /, '') }
  return { told: data && `Will be sent ${data.told}, in ${formatDuration(data.inMs)}.`, fault: undefined }
}

import { Bell, BellRing } from 'lucide-react'
import { type FormEvent, useId } from 'react'
import { Since } from '@/components/time/ago'
import { Button } from '@/components/ui/button'
import { inputClass, Labelled } from '@/components/ui/field'
import { useKept } from '@/components/ui/kept'
import { tell } from '@/components/ui/toast'
import { alertsWanted } from '@/components/watch/alerts'
import { askToNotify } from '@/components/watch/desktop'
import { mostCounted } from '@/lib/contract/paging'
import type { NewView, View } from '@/lib/contract/view'

type Alert = NonNullable<View['alert']>

/** On the view's own button. */
export function AlertMark({ alert: { atLeast, since } }: { alert: Alert }) {
  return since === null ? (
    <Bell aria-label={`Alerts at ${atLeast}`} size={12} className="shrink-0 text-faint" />
  ) : (
    <BellRing aria-label="Alerting" size={14} className="shrink-0 text-bad" />
  )
}

interface AlertFormProps {
  alert: Alert | null
  onAlert: (alert: NonNullable<NewView['alert']> | null) => void
}

/** Sets from how many packets on a view alerts, for all operators, and whether this browser announces alerts. */
export function AlertForm({ alert, onAlert }: AlertFormProps) {
  const id = useId()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget).get('atLeast')
    onAlert(given === '' ? null : { atLeast: Number(given) })
  }
  return (
    <>
      <form onSubmit={submit}>
        <Labelled id={id} label="Alert at this many packets, for all operators">
          <span className="flex gap-2">
            <input
              id={id}
              name="atLeast"
              type="number"
              min={1}
              max={mostCounted}
              defaultValue={alert?.atLeast}
              placeholder="None"
              aria-describedby={`${id}-note`}
              className={inputClass}
            />
            <Button type="submit">Set</Button>
          </span>
        </Labelled>
        <p id={`${id}-note`} className="mt-1 text-xs text-faint">
          {alert?.since ? (
            <>
              Alerting <Since iso={alert.since} />
            </>
          ) : (
            'Leave empty for none. Alerts are shown on the overview and sent to subscriptions to alerts.'
          )}
        </p>
      </form>
      <TellMe />
    </>
  )
}

function TellMe() {
  const wanted = useKept(alertsWanted)
  const change = async (isWanted: boolean) => {
    alertsWanted.write(isWanted)
    const refused = isWanted ? await askToNotify() : null
    if (refused !== null) tell(`${refused}. Alerts are shown only on pages of Waybill`)
  }
  return (
    <label className="flex items-center gap-2">
      <input type="checkbox" checked={wanted} onChange={(event) => void change(event.target.checked)} />
      Notify this browser of all alerts
    </label>
  )
}

import { TimeOfDay } from '@/components/time/ago'
import { Panel } from '@/components/ui/panel'
import { Told } from '@/components/ui/told'
import type { Packet, PacketAction } from '@/lib/packet/packet'

/** The actions that operators carried out on the packet, with name and reason. */
export function ActionList({ actions }: { actions: Packet['actions'] }) {
  return (
    <Panel title="By hand">
      <ol className="divide-y divide-line">
        {actions.map((action) => (
          <li key={`${action.at} ${action.told}`} className="py-2 first:pt-0 last:pb-0">
            <Entry action={action} />
          </li>
        ))}
      </ol>
    </Panel>
  )
}

function Entry({ action: { at, told, who, reason, provider } }: { action: PacketAction }) {
  return (
    <>
      <span className="block text-pretty break-words first-letter:uppercase">
        <Told names={provider === null ? [] : [provider]}>{told}</Told>
      </span>
      <span className="block text-xs text-soft wrap-anywhere">
        {who !== null && (
          <>
            <bdi>{who}</bdi>:{' '}
          </>
        )}
        <bdi>{reason}</bdi>
      </span>
      <TimeOfDay iso={at} className="block text-xs text-faint" />
    </>
  )
}

import { Glyph } from '@/components/route/glyph'
import { outcomeLooks, statusLooks } from '@/components/route/looks'

const looks = [statusLooks.ROUTING, ...Object.values(outcomeLooks)]

/** Explains the shapes and the keys of the board. */
export function Legend({ keysId }: { keysId: string }) {
  return (
    <div className="mt-2 flex flex-wrap justify-between gap-x-4 gap-y-1 text-xs text-soft">
      <ul aria-label="What the shapes mean" className="flex flex-wrap gap-x-4 gap-y-1">
        {looks.map((look) => (
          <li key={look.word} className="flex items-center gap-1.5">
            <Glyph look={look} size={14} />
            {look.word}
          </li>
        ))}
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="h-3.5 w-0.5 bg-soft" />
          Deadline
        </li>
      </ul>
      <p id={keysId} className="text-faint max-lg:sr-only">
        Arrow keys: lanes. Enter: open. + −: zoom. Space: pause.
      </p>
    </div>
  )
}

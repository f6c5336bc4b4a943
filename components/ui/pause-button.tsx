import { ActButton } from './act-button'

const changes = {
  pause: { word: 'Pause', doing: 'Pausing', told: 'is paused', back: 'resume', look: 'plain' },
  resume: { word: 'Go on', doing: 'Going on', told: 'goes on', back: 'pause', look: 'primary' },
} as const

interface PauseButtonProps {
  /** What is paused: "batch". */
  what: string
  paused: boolean
  change: (action: 'pause' | 'resume') => Promise<unknown>
}

/** Pauses at once, or goes on. Both can be undone. */
export function PauseButton({ what, paused, change }: PauseButtonProps) {
  const action = paused ? 'resume' : 'pause'
  const { word, doing, told, back, look } = changes[action]
  return (
    <ActButton
      // Another button, so that an error of the one is not shown with the other.
      key={action}
      word={word}
      doing={doing}
      command={`${word}: this ${what}`}
      look={look}
      act={() => change(action)}
      undo={{ told: `The ${what} ${told}`, act: () => change(back) }}
    />
  )
}

import { useEffect, useRef, useState } from 'react'

const glowMs = 1_200

/** Ids of rows that have just changed; each is named for a moment. */
export function useGlow() {
  const [glowing, setGlowing] = useState<ReadonlySet<string>>(new Set<string>())
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>())
  useEffect(() => () => timers.current.forEach(clearTimeout), [])
  const glow = (ids: string[]) => {
    if (ids.length === 0) return
    setGlowing((was) => new Set([...was, ...ids]))
    const timer = setTimeout(() => {
      timers.current.delete(timer)
      setGlowing((was) => new Set([...was].filter((id) => !ids.includes(id))))
    }, glowMs)
    timers.current.add(timer)
  }
  return { glowing, glow }
}

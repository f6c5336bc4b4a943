import type { Timer } from '@/lib/contract/time-limit'

const parts = 10

/**
 * A timer that counts the time in which this process runs. On a busy machine a process can stall, and answers that
 * arrive meanwhile stay unread, which must not count against the other side. The timer runs in ten parts, so a stall
 * counts as at most a tenth of its time.
 */
export const inRunningTime: Timer = (ms, then) => {
  let left = parts
  let cancel = () => {}
  const wait = () => {
    const timer = setTimeout(pass, ms / parts)
    cancel = () => clearTimeout(timer)
  }
  const pass = () => {
    left -= 1
    if (left > 0) return wait()
    // Timers run before pending input is read; an immediate runs after it.
    const immediate = setImmediate(then)
    cancel = () => clearImmediate(immediate)
  }
  wait()
  return () => cancel()
}

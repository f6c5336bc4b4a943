/** How far many submissions are: a bar on a terminal, a line now and then elsewhere. */
import { SingleBar } from 'cli-progress'

export interface Output extends NodeJS.WritableStream {
  isTTY?: boolean
}

export interface Progress {
  /** So many are done. */
  reach: (done: number) => void
  stop: () => void
}

const lineEveryMs = 2_000

export function showProgress(total: number, what: string, out: Output): Progress {
  return out.isTTY === true ? bar(total, what, out) : lines(total, what, out)
}

function bar(total: number, what: string, stream: Output): Progress {
  const format = `{bar} {value} of {total} ${what}, {eta_formatted} to go`
  const single = new SingleBar({ stream, format, hideCursor: true, barsize: 30, etaBuffer: 50 })
  single.start(total, 0)
  return { reach: (done) => single.update(done), stop: () => single.stop() }
}

function lines(total: number, what: string, out: Output, now: () => number = Date.now): Progress {
  let saidAt = now()
  return {
    reach: (done) => {
      if (done < total && now() - saidAt < lineEveryMs) return
      saidAt = now()
      out.write(`${done} of ${total} ${what}\n`)
    },
    stop: () => {},
  }
}

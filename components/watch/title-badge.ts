/** Shows in the tab's title what has changed while the page lacked the focus. */

interface News {
  /** Packets that changed, each with its state in a word. */
  readonly packets: ReadonlyMap<string, string>
  /** The number of new findings. */
  readonly findings: number
}

const none: News = { packets: new Map(), findings: 0 }

/** One packet is shown by its state; several packets, or findings, by their number. */
export function titleWith({ packets, findings }: News, title: string): string {
  const [word] = packets.values()
  if (packets.size === 1 && findings === 0) return `${word}: ${title}`
  const count = packets.size + findings
  return count === 0 ? title : `(${count}) ${title}`
}

let news = none
let own: { title: string; badged: string } | null = null

export function noteNewsOfPacket(id: string, word: string): void {
  show({ ...news, packets: new Map(news.packets).set(id, word) })
}

export function noteNewFindings(count: number): void {
  show({ ...news, findings: count })
}

/** Called when the page has the focus again. */
export function clearNews(): void {
  show(none)
}

function show(next: News): void {
  news = next
  // Another page has set its own title meanwhile.
  if (own !== null && document.title !== own.badged) own = null
  const title = own?.title ?? document.title
  const badged = titleWith(news, title)
  own = { title, badged }
  document.title = badged
}

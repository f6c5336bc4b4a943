/** What has changed while this tab was hidden, in its title. */

interface News {
  /** Packets that changed, each with its state in a word. */
  readonly packets: ReadonlyMap<string, string>
  /** New things that need an operator. */
  readonly findings: number
}

const none: News = { packets: new Map(), findings: 0 }

/** One packet by its state; more, or findings, by their number. */
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

/** The tab is visible again. */
export function clearNews(): void {
  show(none)
}

function show(next: News): void {
  news = next
  // Another page has put its own title in place meanwhile.
  if (own !== null && document.title !== own.badged) own = null
  const title = own?.title ?? document.title
  const badged = titleWith(news, title)
  own = { title, badged }
  document.title = badged
}

/** The first characters of a provider's answer, kept as evidence. */

const maxBytes = 1024
const maxCharacters = 200

/**
 * Reads no more than needed. From the first private text on (a provider may echo what it was sent, cut anywhere)
 * nothing is kept, nor is any long run that could be a token or a key.
 */
export async function readExcerpt(response: Response, privateTexts: readonly string[]): Promise<string> {
  const text = await readStart(response)
  return privateTexts
    .reduce(withoutEcho, text)
    .replace(/[\w+/=.-]{40,}/g, removed)
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, maxCharacters)
}

const removed = '[removed]'
const echoLength = 32

function withoutEcho(text: string, privateText: string): string {
  const start = privateText === '' ? -1 : text.indexOf(privateText.slice(0, echoLength))
  return start === -1 ? text : text.slice(0, start) + removed
}

async function readStart(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  if (reader === undefined) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  try {
    while (bytes < maxBytes) {
      const { done, value } = await reader.read()
      if (done) return text
      bytes += value.length
      text += decoder.decode(value, { stream: true })
    }
  } catch {
    // The status has arrived and decides; a body that breaks off is only a shorter excerpt.
    return text
  }
  await reader.cancel()
  return text
}

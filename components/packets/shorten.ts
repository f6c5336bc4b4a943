/** A long id cut in the middle, where ids differ least: "order-20…c4e1". Counts characters, not code units. */
export function shortenMiddle(text: string, max: number): string {
  const characters = [...text]
  if (characters.length <= max) return text
  const head = Math.ceil((max - 1) * 0.6)
  const tail = max - 1 - head
  return `${characters.slice(0, head).join('')}…${characters.slice(-tail).join('')}`
}

import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { WaitingWords } from './waiting-words'

function told(sentence: string, packetId: string | null): string {
  return renderToStaticMarkup(<WaitingWords packetId={packetId}>{sentence}</WaitingWords>)
}

test('the packet in a sentence is a link to its page, and the rest is unchanged', () => {
  expect(told('Packet a~b is under way.', 'a~b')).toMatch(
    /^Packet <a [^>]*href="\/packets\/a~b"[^>]*>a~b<\/a> is under way\.$/,
  )
})

test("a sentence that does not contain the packet's id has no link", () => {
  for (const packetId of [null, 'p1'])
    expect(told('An operator holds the queue: repairs', packetId)).toBe(
      'An operator holds the queue: repairs',
    )
})

'use client'
import { useEffect } from 'react'

/**
 * Translators of browsers put an element of theirs in the place of every text, or around it. React goes on changing the
 * texts that it made: those are not in the page any more, so that the page stays as it was, or removing one fails and
 * takes the page along. This keeps both true for every component: a text that changes comes back in the place of its
 * translation, to be translated anew, and what is done beside or to a text is done to what stands for it.
 */
export function TranslationGuard() {
  useEffect(guard, [])
  return null
}

type Place = Node | null

/** What a translator has put in the place of a text. */
const standIns = new WeakMap<Node, Element>()

function guard(): () => void {
  const changes = new MutationObserver(restoreChanged)
  const swaps = new MutationObserver((records) => noteSwaps(records, changes))
  swaps.observe(document.body, { childList: true, subtree: true })
  const { removeChild, insertBefore } = Node.prototype
  Node.prototype.removeChild = function <T extends Node>(this: Node, child: T): T {
    noteSwaps(swaps.takeRecords(), changes)
    const place = placeOf(child, this)
    if (place === child) removeChild.call(this, child)
    else if (place !== null) removeChild.call(this, place)
    return child
  }
  Node.prototype.insertBefore = function <T extends Node>(this: Node, node: T, before: Place): T {
    noteSwaps(swaps.takeRecords(), changes)
    standIns.get(node)?.remove()
    insertBefore.call(this, node, before && placeOf(before, this))
    return node
  }
  return () => {
    swaps.disconnect()
    changes.disconnect()
    Object.assign(Node.prototype, { removeChild, insertBefore })
  }
}

/** The child of `parent` that the node is, is in, or is replaced by. A text that is nowhere any more has no place. */
function placeOf(node: Node, parent: Node): Place {
  const standIn = standIns.get(node)
  let at: Node = node.parentNode === null && standIn !== undefined ? standIn : node
  while (at.parentNode !== parent && isTranslation(at.parentNode)) at = at.parentNode
  if (at.parentNode === parent) return at
  return node instanceof Text ? null : node
}

function noteSwaps(records: MutationRecord[], changes: MutationObserver): void {
  for (const { removedNodes, addedNodes, previousSibling, nextSibling } of records) {
    for (const text of removedNodes) {
      if (!(text instanceof Text) || text.isConnected) continue
      const standIn = [...addedNodes, previousSibling, nextSibling].find(isTranslation)
      if (standIn === undefined || taken.has(standIn)) continue
      standIns.set(text, standIn)
      taken.add(standIn)
      changes.observe(text, { characterData: true })
    }
  }
}

/** Each stands for one text. */
const taken = new WeakSet<Element>()

function isTranslation(node: Place): node is HTMLFontElement {
  return node instanceof HTMLElement && node.localName === 'font'
}

function restoreChanged(records: MutationRecord[]): void {
  for (const { target } of records) {
    const standIn = standIns.get(target)
    if (standIn === undefined || target.isConnected) continue
    standIn.replaceWith(target)
    standIns.delete(target)
  }
}

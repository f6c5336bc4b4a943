'use client'
import { useEffect } from 'react'

/**
 * Keeps React working while a browser's translator is active. Translators replace or wrap every text node with an
 * element of their own. React then updates text nodes that are no longer in the document, so the page does not change,
 * or it fails to remove one and crashes. The guard handles both for every component: a changed text node is put back in
 * place of its translation, to be translated again, and DOM operations on or beside a text node are applied to its
 * stand-in.
 */
export function TranslationGuard() {
  useEffect(guard, [])
  return null
}

type Place = Node | null

/** The elements that a translator put in the place of text nodes. */
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

/** The child of `parent` that is the node, contains it or replaces it. Null for a text that has left the document. */
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

/** Stand-ins in use: each stands for one text node. */
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

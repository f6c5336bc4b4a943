import { expect, test } from 'vitest'
import { keyOf, keyWords, nextStep } from './keys'

const plain = { code: '', ctrlKey: false, metaKey: false, altKey: false }

test('a plain key stands for itself, and one with the command modifier gets the prefix Mod+', () => {
  expect(keyOf({ ...plain, key: 'j' }, false)).toBe('j')
  expect(keyOf({ ...plain, key: '?' }, false)).toBe('?')
  expect(keyOf({ ...plain, key: 'k', ctrlKey: true }, false)).toBe('Mod+k')
  expect(keyOf({ ...plain, key: 'k', metaKey: true }, true)).toBe('Mod+k')
})

test('ignores key combinations of the system', () => {
  expect(keyOf({ ...plain, key: 'k', metaKey: true }, false)).toBeNull()
  expect(keyOf({ ...plain, key: 'k', ctrlKey: true }, true)).toBeNull()
  expect(keyOf({ ...plain, key: 'j', altKey: true }, false)).toBeNull()
})

test('maps the keys of a non-Latin layout by their position', () => {
  expect(keyOf({ ...plain, key: 'о', code: 'KeyJ' }, false)).toBe('j')
  expect(keyOf({ ...plain, key: 'л', code: 'KeyK', ctrlKey: true }, false)).toBe('Mod+k')
  expect(keyOf({ ...plain, key: 'ё', code: 'Backquote' }, false)).toBe('ё')
})

const bound = ['j', 'g p', 'g o', 'x']

test('two keys pressed one after the other are one command', () => {
  expect(nextStep(null, 'g', bound)).toEqual({ complete: null, pending: 'g' })
  expect(nextStep('g', 'p', bound)).toEqual({ complete: 'g p', pending: null })
})

test('a second key that completes no pair counts as a first key', () => {
  expect(nextStep('g', 'j', bound)).toEqual({ complete: 'j', pending: null })
  expect(nextStep('g', 'z', bound)).toEqual({ complete: null, pending: null })
  expect(nextStep('g', 'g', bound)).toEqual({ complete: null, pending: 'g' })
})

test('shows keys as they are printed', () => {
  expect(keyWords('Mod+k', true)).toEqual(['⌘K'])
  expect(keyWords('Mod+Enter', false)).toEqual(['Ctrl Enter'])
  expect(keyWords('g p', false)).toEqual(['g', 'p'])
  expect(keyWords('X', false)).toEqual(['Shift X'])
})

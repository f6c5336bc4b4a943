/** Everything that the pages refer to must exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { attemptOutcomes, packetFlags, packetStatuses } from '@/lib/packet/packet'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
function pagesIn(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return files.filter((file) => file.endsWith('.md')).map((file) => join(folder, file))
}

const pages = ['README.md', 'CONTRIBUTING.md', ...pagesIn('docs'), ...pagesIn('examples')]

/** The anchor that GitHub makes of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-')
}

function anchorsIn(file: string): string[] {
  return Array.from(read(file).matchAll(/^#+ (.+)$/gm), ([, heading = '']) => anchorOf(heading))
}

test.each(pages)('the links of %s lead somewhere', (page) => {
  const links = Array.from(read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g), ([, link = '']) => link)
  for (const link of links) {
    const [path = '', anchor] = link.split('#')
    const file = path === '' ? page : join(dirname(page), path)
    expect(existsSync(join(root, file)), link).toBe(true)
    if (anchor !== undefined) expect(anchorsIn(file), link).toContain(anchor)
  }
})

test('every named command exists, and every command is in the README', () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('package.json')))
  for (const page of pages) {
    for (const [, name = ''] of read(page).matchAll(/npm run ([a-z:-]+)/g))
      expect(scripts, page).toHaveProperty(name)
  }
  const told = read('README.md')
  for (const name of Object.keys(scripts).filter((each) => each !== 'build')) {
    expect(told).toMatch(new RegExp(`\`npm (run )?${name}\``))
  }
})

test('every variable of the settings table is in .env.example', () => {
  const [, table = ''] = read('README.md').split('## Settings')
  const names = Array.from(table.split('##')[0]?.matchAll(/`([A-Z][A-Z_]+)`/g) ?? [], ([, name]) => name)
  expect(names.length).toBeGreaterThan(10)
  for (const name of names) expect(read('.env.example')).toMatch(new RegExp(`^#? ?${name}=`, 'm'))
})

test('the run book explains every status, outcome and flag', () => {
  const book = read('docs/operations.md')
  for (const word of [...packetStatuses, ...attemptOutcomes, ...packetFlags])
    expect(book).toContain(`| \`${word}\``)
})

test('every decision is in the list', () => {
  const list = read('docs/decisions/README.md')
  const decisions = pagesIn('docs/decisions').filter((file) => /\/\d{4}-/.test(file))
  expect(decisions.length).toBeGreaterThan(5)
  for (const file of decisions) expect(list).toContain(`(${basename(file)})`)
})

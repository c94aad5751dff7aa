import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** A fenced block: the first word after the fence is its language, the rest says how the tests treat it. */
export interface Block {
  language: string
  info: string
  text: string
  line: number
}

/** A file of the repository, by its path from the root. */
export function fileText(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
}

/** The fenced blocks of a document in order, without the indentation that a list gives them. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = []
  let open: { indent: string; block: Block } | undefined
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, indent = '', language = '', info = ''] = /^(\s*)```(\S*) ?(.*)$/.exec(line) ?? []
    const fence = /^\s*```/.test(line)
    if (fence && open) {
      blocks.push(open.block)
      open = undefined
    } else if (fence) {
      open = { indent, block: { language, info, text: '', line: index + 1 } }
    } else if (open) {
      open.block.text += `${line.startsWith(open.indent) ? line.slice(open.indent.length) : line}\n`
    }
  }
  return blocks
}

/** The block whose info string is `info`. Throws where there is none. */
export function blockNamed(markdown: string, info: string): string {
  const found = blocksOf(markdown).find((block) => block.info === info)
  if (!found) throw new RangeError(`no block ${info}`)
  return found.text
}

/** Rows of all tables below a heading, up to the next heading, as trimmed cells; heads and rules are left out. */
export function rowsBelow(markdown: string, heading: string): string[][] {
  const start = markdown.split('\n').findIndex((line) => /^#+ /.test(line) && line.includes(heading))
  if (start < 0) throw new RangeError(`no heading ${heading}`)
  const lines = markdown.split('\n').slice(start + 1)
  const end = lines.findIndex((line) => /^#+ /.test(line))
  const section = end < 0 ? lines : lines.slice(0, end)
  return section
    .filter((line, i) => line.startsWith('|') && !isRule(line) && !isRule(section[i + 1] ?? ''))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim()),
    )
}

function isRule(line: string): boolean {
  return /^\|[-:| ]+\|$/.test(line)
}

/** The words that stand in backticks. */
export function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)
}

/** Headings as code hosts make anchors of them. */
export function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** How the section of an anchor begins: with 原因, then 处置, which is given; undefined where it begins otherwise. */
export function remedyAt(markdown: string, anchor: string): string | undefined {
  const section = markdown.split(/^(?=#+ )/m).find((text) => anchorsOf(text).includes(anchor))
  const [, remedy] =
    /^#+ .*\n\n\*\*原因：\*\* .*\p{Script=Han}.*\n\n\*\*处置：\*\* (.*\p{Script=Han}.*)\n/u.exec(
      section ?? '',
    ) ?? []
  return remedy
}

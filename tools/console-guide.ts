import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Marked, type Tokens } from 'marked'
import type { Plugin } from 'vite'

/** The operator's guide as the console shows it: docs/operations.md, made into HTML when the pages are built. */
export interface Guide {
  title: string
  sections: GuideSection[]
}

/** From one heading of level 2 to the next. */
export interface GuideSection {
  /** As GitHub names it, so that links from health, logs and alarms lead to the same place everywhere. */
  id: string
  heading: string
  /** Headings below it. */
  parts: { id: string; heading: string }[]
  html: string
}

const file = fileURLToPath(new URL('../docs/operations.md', import.meta.url))
const name = 'virtual:guide'

/** `import guide from 'virtual:guide'` */
export function guidePlugin(): Plugin {
  return {
    name: 'guide',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined
      this.addWatchFile(file)
      return `export default ${JSON.stringify(renderGuide(readFileSync(file, 'utf8')))}`
    },
  }
}

export function renderGuide(markdown: string): Guide {
  const named = createNames()
  const headings: { id: string; heading: string; depth: number }[] = []
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        const id = named(text)
        headings.push({ id, heading: text, depth })
        return `<h${depth} id="${id}" tabindex="-1">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      link({ href, tokens }: Tokens.Link) {
        const label = this.parser.parseInline(tokens)
        return href.startsWith('#') ? `<a href="${href}">${label}</a>` : elsewhere(label, href)
      },
      // What may be wider than the screen scrolls by itself, by keyboard too.
      code({ text, lang }: Tokens.Code) {
        return `<pre tabindex="0" role="group" aria-label="${lang === 'sh' ? '命令' : '示例'}"><code>${escaped(text)}\n</code></pre>\n`
      },
      table({ header, rows }: Tokens.Table) {
        const cells = (row: Tokens.TableCell[], tag: string) =>
          row.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')
        const head = header.map(({ tokens }) => {
          const inside = this.parser.parseInline(tokens)
          return inside === '' ? '<td></td>' : `<th scope="col">${inside}</th>`
        })
        const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n')
        return (
          `<div class="guide-table" tabindex="0" role="group" aria-label="表格"><table><thead><tr>${head.join('')}</tr></thead>` +
          `<tbody>${body}</tbody></table></div>\n`
        )
      },
      // Nothing of the kind is in our file; what is not rendered cannot run.
      html: ({ text }) => escaped(text),
    },
  })
  const html = marked.parse(markdown, { async: false })
  return {
    title: headings.find(({ depth }) => depth === 1)?.heading ?? '',
    sections: sectionsOf(html, headings),
  }
}

function sectionsOf(
  html: string,
  headings: { id: string; heading: string; depth: number }[],
): GuideSection[] {
  const pieces = html.split(/(?=<h2 id=)/).slice(1)
  const ids = headings.filter(({ depth }) => depth === 2)
  return ids.map(({ id, heading }, index) => {
    const start = headings.findIndex((found) => found.id === id)
    const end = headings.findIndex(({ depth }, at) => at > start && depth === 2)
    const parts = headings
      .slice(start + 1, end < 0 ? undefined : end)
      .map(({ id, heading }) => ({ id, heading }))
    return { id, heading, parts, html: pieces[index] ?? '' }
  })
}

/** A file of the repository, which the console doesn't serve: named, not linked. */
function elsewhere(label: string, href: string): string {
  const path = /^https?:/.test(href)
    ? href
    : href
        .replace(/#.*$/, '')
        .replace(/^(?!\.\.\/)/, 'docs/')
        .replace('../', '')
  return label.includes(path.split('/').at(-1) ?? path) ? label : `${label}（<code>${escaped(path)}</code>）`
}

/** Anchors as GitHub makes them; the second of the same text ends in -1. */
function createNames(): (heading: string) => string {
  const seen = new Map<string, number>()
  return (heading) => {
    const plain = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-')
    const times = seen.get(plain) ?? 0
    seen.set(plain, times + 1)
    return times === 0 ? plain : `${plain}-${times}`
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (found) => entities[found] ?? found)
}

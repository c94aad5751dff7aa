import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Marked, type Tokens } from 'marked'
import type { Plugin } from 'vite'
import type { GuideSection } from '../src/console/web/board/guide/guide-parts.ts'

/** The operator's guide as the console shows it: docs/operations.md, made into HTML when the pages are built. */
export interface Guide {
  title: string
  sections: GuideSection[]
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
      heading({ depth, text }: Tokens.Heading) {
        const id = named(text)
        const { en, zh } = languagesOf(text)
        headings.push({ id, heading: zh ?? en, depth })
        const shown = zh === undefined ? escaped(en) : `${escaped(zh)} <span lang="en">${escaped(en)}</span>`
        return `<h${depth} id="${id}" tabindex="-1">${shown}</h${depth}>\n`
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
  const [, ...pieces] = html.split(/(?=<h[23] id=)/)
  const sections: GuideSection[] = []
  for (const [index, { id, heading, depth }] of headings.filter(({ depth }) => depth > 1).entries()) {
    const part = { id, heading, html: pieces[index] ?? '' }
    if (depth === 2) sections.push({ ...part, parts: [] })
    else sections.at(-1)?.parts.push(part)
  }
  return sections
}

/** Headings are English, then Chinese. */
function languagesOf(heading: string): { en: string; zh?: string } {
  const [, en = heading, zh] = /^(\P{Script=Han}+) (\p{Script=Han}.*)$/u.exec(heading) ?? []
  return zh === undefined ? { en } : { en, zh }
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

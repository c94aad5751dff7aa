import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { namedIn, wholeOf } from '../../../../src/console/web/board/guide/guide-parts.ts'
import { renderGuide } from '../../../../tools/console-guide.ts'

const markdown = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8')
const guide = renderGuide(markdown)
const html = wholeOf(guide.sections)
  .map((part) => part.html)
  .join('')
const ids = guide.sections.flatMap(({ id, parts }) => [id, ...parts.map((part) => part.id)])

test('every link within the guide leads to a heading of it', () => {
  const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)
  expect(links.length).toBeGreaterThan(10)
  expect(ids).toEqual(expect.arrayContaining(links.map((link) => decodeURIComponent(link?.slice(1) ?? ''))))
})

test('its anchors are those of GitHub, as expiry warnings and alarms name them', () => {
  expect(ids).toEqual(
    expect.arrayContaining([
      'a-peers-certificate-expires-对方证书到期',
      'what-to-do-when-the-fault-is-ours-本方故障的处置',
      'expiry-到期预警',
    ]),
  )
})

test('a second heading of the same text gets a number', () => {
  expect(renderGuide('# T\n\n## A b\n\n## A b\n').sections.map(({ id }) => id)).toEqual(['a-b', 'a-b-1'])
})

test('holds nothing that the content security policy refuses, and nothing that runs', () => {
  expect(html).not.toMatch(/ style=|<script|<img| on[a-z]+=|javascript:/i)
  expect(renderGuide('# T\n\n## A\n\n<script>alert(1)</script>\n').sections[0]?.html).toContain(
    '&lt;script&gt;',
  )
})

test('names files that the console does not serve, without a link', () => {
  const [section] = renderGuide(
    '# T\n\n## A\n\n[codes](errors.md#x), [certs/README.md](../certs/README.md)\n',
  ).sections
  expect(section?.html).toContain('codes（<code>docs/errors.md</code>）, certs/README.md')
})

test('every section of the document is there, in its order, headed in Chinese', () => {
  const headings = [...markdown.matchAll(/^## .*?(\p{Script=Han}.*)$/gmu)].map(([, heading]) => heading)
  expect(headings.length).toBeGreaterThan(20)
  expect(guide.sections.map(({ heading }) => heading)).toEqual(headings)
})

test('an anchor names a section with its parts, a part alone as a page of its own, or nothing', () => {
  const { sections } = renderGuide('# T\n\n## A 甲\n\none\n\n### B 乙\n\ntwo\n\n## C 丙\n')
  const named = (id: string) =>
    namedIn(sections, id)?.map((part) => [part.heading, /^<h\d/.exec(part.html)?.[0]])
  expect(named('a-甲')).toEqual([
    ['甲', '<h2'],
    ['乙', '<h3'],
  ])
  expect(named('b-乙')).toEqual([['乙', '<h2']])
  expect(named('d')).toBeUndefined()
})

import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import ts from 'typescript'

/** What may stand without Chinese, word for word, and why; `…` is what a template takes in. */
const exceptions: Readonly<Record<string, string>> = {
  'HTTP …': 'a status has no other name',
  ZZJGDM: 'the name of an element of JGJ/T 320',
}

/** Clauses of standards for engineers, the pages’ own program, what is generated. */
const others = ['trust/', 'jws/', 'console/web/', 'contracts/generated/']

const root = new URL('../../src/', import.meta.url)
const sources = new Map(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !others.some((folder) => file.startsWith(folder)))
    .map((file) => [file, parsed(file, readFileSync(new URL(file, root), 'utf8'))]),
)

function parsed(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
}

function* within(node: ts.Node): Generator<ts.Node> {
  yield node
  for (const child of node.getChildren()) yield* within(child)
}

/** The texts that an expression can be, as far as they stand in it; what a template takes in from elsewhere is left out. */
function textsOf(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression)
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(textsOf)
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.flatMap((span) => [...textsOf(span.expression), span.literal.text])
    return [[node.head.text, ...spans].join('…')]
  }
  if (!ts.isBinaryExpression(node)) return []
  const sides = [node.left, node.right].flatMap(textsOf)
  return node.operatorToken.kind === ts.SyntaxKind.PlusToken ? [sides.join('')] : sides
}

/** Which argument is the detail, by name of the functions of a file that take one. */
function takersIn(source: ts.SourceFile, exported = false): [name: string, place: number][] {
  return [...within(source)].flatMap((node) => {
    const made = ts.isVariableDeclaration(node) ? node.initializer : node
    if (!made || !(ts.isFunctionDeclaration(made) || ts.isArrowFunction(made))) return []
    const name = ts.isVariableDeclaration(node) ? node.name.getText() : made.name?.getText()
    const place = made.parameters.findIndex((parameter) => parameter.name.getText() === 'detail')
    const shown = made.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
    return name === undefined || place < 0 || (exported && !shown) ? [] : [[name, place]]
  })
}

const shared = [...sources.values()].flatMap((source) => takersIn(source, true))

/** What is given as a `detail`: a member or variable of that name, or an argument. */
function detailsIn(source: ts.SourceFile): ts.Node[] {
  const takers = new Map([...shared, ...takersIn(source)])
  return [...within(source)].flatMap((node) => {
    if (ts.isCallExpression(node)) return node.arguments[takers.get(node.expression.getText()) ?? -1] ?? []
    const named = ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)
    return named && node.name.getText() === 'detail' ? (node.initializer ?? []) : []
  })
}

/** `src/file:line: text`, and the text. */
function inEnglishAlone(source: ts.SourceFile): { told: string; text: string }[] {
  return detailsIn(source).flatMap((node) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart())
    return textsOf(node)
      .filter((text) => /[A-Za-z]{3}/.test(text) && !/\p{Script=Han}/u.test(text))
      .map((text) => ({ told: `src/${source.fileName}:${line + 1}: ${text}`, text }))
  })
}

const found = [...sources.values()].flatMap(inEnglishAlone)

test('every detail of an error is in Chinese and English', () => {
  expect(found.filter(({ text }) => !Object.hasOwn(exceptions, text)).map(({ told }) => told)).toEqual([])
})

test('every exception is still needed', () => {
  const texts = found.map(({ text }) => text)
  expect(Object.keys(exceptions).filter((text) => !texts.includes(text))).toEqual([])
})

test('a detail is seen as a member, as a variable, and as an argument of what takes one', () => {
  const example = `
    const detail = a ?? (b ? 'one only' : '一个 one')
    const refuse = (where: string, detail: string) => fail({ where, detail: \`two \${where} only\` })
    function invalid(detail: string) { return { detail, title: 'not a detail' } }
    invalid('three' + ' only')
    refuse('a place', \`四 four \${many ? 'times' : ''}\`)
    misused('--option', 'four only')
    fail({ detail: \`\${a['name']}: \${b}\` })`
  expect(inEnglishAlone(parsed('example.ts', example)).map(({ told }) => told)).toEqual([
    'src/example.ts:2: one only',
    'src/example.ts:3: two … only',
    'src/example.ts:5: three only',
    'src/example.ts:7: four only',
  ])
})

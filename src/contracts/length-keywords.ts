import { _, type CodeKeywordDefinition, type KeywordCxt } from 'ajv'

/**
 * `maxLength` and `minLength` of JSON Schema, which count characters. ajv's own count every one of them; a text never has more of
 * them than UTF-16 units and never less than half as many, which decides nearly always.
 */
export const lengthKeywords: readonly CodeKeywordDefinition[] = [
  keyword('maxLength', ({ data, schemaCode, gen }) => {
    const characters = gen.scopeValue('func', { ref: charactersOf })
    return _`${data}.length > ${schemaCode} && ${characters}(${data}) > ${schemaCode}`
  }),
  keyword('minLength', ({ data, schemaCode, gen }) => {
    const characters = gen.scopeValue('func', { ref: charactersOf })
    return _`${data}.length < 2 * ${schemaCode} && ${characters}(${data}) < ${schemaCode}`
  }),
]

function keyword(name: string, fails: (context: KeywordCxt) => ReturnType<typeof _>): CodeKeywordDefinition {
  return {
    keyword: name,
    type: 'string',
    schemaType: 'number',
    before: 'pattern',
    error: {
      message: 'has another length',
      params: ({ schemaCode }) => _`{ limit: ${schemaCode} }`,
    },
    code: (context) => context.fail(fails(context)),
  }
}

function charactersOf(text: string): number {
  return [...text].length
}

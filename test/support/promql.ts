import { parser } from '@prometheus-io/lezer-promql'

/** What a selector picks. */
export interface Selector {
  metric: string
  matchers: { label: string; operator: string; value: string }[]
}

/** A PromQL expression, as far as tests look at it. */
export interface Expression {
  /** What is not PromQL. */
  faults: string[]
  selectors: Selector[]
  /** Labels that it groups or matches by. */
  groups: string[]
}

export function readPromql(text: string): Expression {
  const found: Expression = { faults: [], selectors: [], groups: [] }
  const part = (node: { from: number; to: number }): string => text.slice(node.from, node.to)
  parser.parse(text).iterate({
    enter({ node }) {
      const { name, parent } = node
      if (node.type.isError) found.faults.push(`${text} at ${node.from}`)
      if (name === 'VectorSelector') {
        const metric = node.getChild('Identifier')
        found.selectors.push({ metric: metric ? part(metric) : '', matchers: [] })
      }
      if (name === 'UnquotedLabelMatcher') {
        const [label, operator, value] = ['LabelName', 'MatchOp', 'StringLiteral'].map((child) => {
          const inner = node.getChild(child)
          return inner ? part(inner) : ''
        })
        found.selectors.at(-1)?.matchers.push({
          label: label ?? '',
          operator: operator ?? '',
          value: String(JSON.parse(value || '""')),
        })
      }
      if (name === 'LabelName' && parent?.name === 'GroupingLabels') found.groups.push(part(node))
    },
  })
  return found
}

/** Whether a sample with these labels is picked. */
export function picks({ matchers }: Selector, labels: Readonly<Record<string, string>>): boolean {
  return matchers.every(({ label, operator, value }) => {
    const has = labels[label] ?? ''
    if (operator === '=') return has === value
    if (operator === '!=') return has !== value
    const matches = new RegExp(`^(?:${value})$`, 's').test(has)
    return operator === '=~' ? matches : !matches
  })
}

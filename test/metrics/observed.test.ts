import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { personas } from '../../src/sandbox/personas.ts'
import { anchorsOf, fileText, quoted, remedyAt, rowsBelow } from '../docs/markdown.ts'
import { alerts, dashboard, expressionsOf } from '../support/observing.ts'
import { type LookedAt, prepareLookedAt, type Sample, samplesIn } from '../support/looked-at.ts'
import { type Expression, picks, readPromql, type Selector } from '../support/promql.ts'

let looked: LookedAt
let exposition: string
let samples: Sample[]

beforeAll(async () => {
  looked = await prepareLookedAt()
  exposition = await looked.scrape()
  samples = samplesIn(exposition)
})
afterAll(async () => looked[Symbol.asyncDispose]())

/** Of ours: names, types and help texts as they are exposed. */
function metrics(): { name: string; type: string; help: string }[] {
  return [...exposition.matchAll(/^# HELP (gateway_\S+) (.*)\n# TYPE \S+ (\S+)$/gm)].map(
    ([, name = '', help = '', type = '']) => ({ name, help, type }),
  )
}

/** Labels that samples of a metric have; a histogram's own left out. */
function labelsOf(name: string): string[] {
  const of = samples.filter((sample) => baseOf(sample.name) === name)
  return [...new Set(of.flatMap(({ labels }) => Object.keys(labels)))]
    .filter((label) => label !== 'le')
    .toSorted()
}

function baseOf(sample: string): string {
  const base = sample.replace(/_(bucket|sum|count)$/, '')
  return metrics().some(({ name, type }) => name === base && type === 'histogram') ? base : sample
}

describe('our metrics', () => {
  test('are named as Prometheus wants them: counters end in _total, units are base units, and stand last', () => {
    for (const { name, type } of metrics()) {
      expect(name).toMatch(/^gateway_[a-z]+(_[a-z]+)*$/)
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter'])
      expect(name).not.toMatch(
        /_(bucket|count|sum|gauge|counter|histogram|milliseconds|ms|minutes|hours|days|percent|kilobytes)(_|$)/,
      )
      if (name.endsWith('_info')) expect([name, type]).toEqual([name, 'gauge'])
      if (name.includes('timestamp')) expect(name).toMatch(/_timestamp_seconds$/)
    }
  })

  test('each says what it is, in a sentence that is not its name', () => {
    for (const { name, help } of metrics()) {
      expect([name, help]).toEqual([name, expect.stringMatching(/^[A-Z0-9].{10,}[^.]$/)])
    }
  })

  test('each is exposed once, with the same labels in every sample', () => {
    const names = metrics().map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
    for (const name of names) {
      const sets = samples
        .filter((sample) => baseOf(sample.name) === name)
        .map(({ labels }) =>
          Object.keys(labels)
            .filter((label) => label !== 'le')
            .toSorted()
            .join(),
        )
      expect([name, [...new Set(sets)]]).toEqual([name, [labelsOf(name).join()]])
    }
  })

  test('are those of docs/operations.md, with those labels', () => {
    const described = rowsBelow(fileText('docs/operations.md'), 'Metrics')
      .map(([name = '', labels = '']) => [quoted(name)[0] ?? '', quoted(labels).toSorted().join()])
      .filter(([name]) => name?.startsWith('gateway_'))
    const exposed = metrics().map(({ name }) => [name, labelsOf(name).join()])
    expect(described.toSorted()).toEqual(exposed.toSorted())
  })

  test('hold nobody: no label has a name, a number or a certificate’s number in it', () => {
    for (const { person } of personas) {
      expect(exposition).not.toContain(person.name)
      expect(exposition).not.toContain(person.idNumber.slice(6))
    }
    for (const { name, labels } of samples.filter((sample) => sample.name.startsWith('gateway_'))) {
      for (const value of Object.values(labels)) {
        expect([name, value]).toEqual([name, expect.stringMatching(/^[\w ./:+-]{0,100}$/)])
        expect([name, value]).not.toEqual([name, expect.stringMatching(/[0-9]{17}[0-9xX]/)])
      }
    }
  })

  test('are bounded: a question more makes no series more', async () => {
    // Whom it waits for it pings by itself, for the first time perhaps just then.
    const seriesOf = (text: string): string[] =>
      samplesIn(text)
        .filter(({ name, labels }) => name.startsWith('gateway_') && labels['service'] !== 'gateway.ping')
        .map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`)
        .toSorted()
    const before = seriesOf(await looked.scrape())
    await looked.askAgain()
    expect(seriesOf(await looked.scrape())).toEqual(before)
  })
})

/** Prometheus itself adds these. */
const added = ['job', 'instance']
/** Of Prometheus itself. */
const others = new Set(['up'])
/** What nobody wants to see in a gateway that is well. */
const rare = [
  'gateway_office_request_seconds_count{status="5xx"}',
  'gateway_job_oldest_seconds{state=~"queued|asking"}',
]

function textOf({ metric, matchers }: Selector): string {
  const own = matchers.filter(({ label }) => !added.includes(label))
  return `${metric}{${own.map(({ label, operator, value }) => `${label}${operator}"${value}"`).join()}}`
}

/** Why an expression could never show anything of this gateway. */
function emptiness({ faults, selectors, groups }: Expression): string[] {
  const ours = selectors.filter(({ metric }) => !others.has(metric))
  const unknown = ours.flatMap((selector) => {
    const of = samples.filter(({ name }) => name === selector.metric)
    const labels = selector.matchers.map(({ label }) => label).filter((label) => !added.includes(label))
    const missing = labels.filter((label) => !of.some((sample) => label in sample.labels))
    const own = { ...selector, matchers: selector.matchers.filter(({ label }) => !added.includes(label)) }
    const picked = of.some((sample) => picks(own, sample.labels)) || rare.includes(textOf(selector))
    return of.length > 0 && missing.length === 0 && picked ? [] : [textOf(selector)]
  })
  const known = new Set([
    ...added,
    ...samples.flatMap(({ name, labels }) =>
      ours.some(({ metric }) => metric === name) ? Object.keys(labels) : [],
    ),
  ])
  return [...faults, ...unknown, ...groups.filter((label) => !known.has(label))]
}

test.each([
  ['a metric that there is not', 'gateway_nothing > 0'],
  ['a label that there is not', 'gateway_maintenance{town="1"}'],
  ['a value that there is not', 'gateway_peer_breaker_state{state="ajar"}'],
  ['a group that there is not', 'sum by (town) (gateway_maintenance)'],
  ['half an expression', 'sum(gateway_maintenance'],
])('an expression with %s is found out', (_, text) => {
  expect(emptiness(readPromql(text))).toHaveLength(1)
})

describe('deploy/prometheus/alerts.yaml', () => {
  test.each(alerts())('$alert asks for what a gateway exposes', ({ expr }) => {
    expect(emptiness(readPromql(expr))).toEqual([])
  })

  test('each says in Chinese and English what is wrong, how grave it is, and which part of the guide to read, which begins with cause and remedy in Chinese', () => {
    const guide = fileText('docs/operations.md')
    const anchors = anchorsOf(guide)
    for (const { alert, labels, annotations } of alerts()) {
      expect(['urgent', 'warning', 'notice']).toContain(labels.severity)
      expect([alert, annotations.summary]).toEqual([
        alert,
        expect.stringMatching(/\p{Script=Han}.*。 .*[a-z].*\.$/u),
      ])
      const [place, anchor] = annotations.runbook_url.split('#')
      expect(place).toBe('{{ or $externalLabels.gateway_guide "docs/operations.md" }}')
      expect([alert, anchors.includes(anchor ?? '') ? anchor : `no #${anchor}`]).toEqual([alert, anchor])
      expect([alert, remedyAt(guide, anchor ?? '')]).toEqual([alert, expect.any(String)])
    }
  })

  test('are those of the guide’s table of alarms', () => {
    const described = rowsBelow(fileText('docs/operations.md'), 'Alarms').map(
      ([name = '']) => quoted(name)[0],
    )
    expect(described.toSorted()).toEqual(
      alerts()
        .map(({ alert }) => alert)
        .toSorted(),
    )
  })
})

describe('deploy/grafana/dashboard.json', () => {
  const whole = dashboard()

  test('asks for what a gateway exposes', () => {
    const expressions = expressionsOf(whole)
    expect(expressions.length).toBeGreaterThan(30)
    expect(expressions.flatMap((text) => emptiness(readPromql(text)))).toEqual([])
  })

  test('looks at the chosen data source, member and instances only', () => {
    expect(whole.templating.list.map(({ name, type }) => [name, type])).toEqual([
      ['datasource', 'datasource'],
      ['job', 'query'],
      ['instance', 'query'],
    ])
    for (const { type, datasource } of whole.panels) {
      if (type !== 'row') expect(datasource).toEqual({ type: 'prometheus', uid: '${datasource}' })
    }
    for (const { selectors } of expressionsOf(whole).map(readPromql)) {
      for (const { metric, matchers } of selectors) {
        const chosen = matchers.map(({ label, operator, value }) => label + operator + value)
        expect([metric, chosen.slice(0, 2)]).toEqual([metric, ['job=$job', 'instance=~$instance']])
      }
    }
  })

  test('can be imported again and again: its uid stays, its panels have ids of their own and do not overlap', () => {
    expect([whole.uid, whole.schemaVersion]).toEqual(['hpf-exchange-gateway', 39])
    expect(new Set(whole.panels.map(({ id }) => id)).size).toBe(whole.panels.length)
    const cells = whole.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24)
      return Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`)
    })
    expect(new Set(cells).size).toBe(cells.length)
  })
})

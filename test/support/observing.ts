import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { root } from '../docs/markdown.ts'

export interface Alert {
  alert: string
  expr: string
  for?: string
  labels: { severity: string }
  annotations: { summary: string; runbook_url: string }
}

interface Target {
  expr?: string
}

export interface Panel {
  id: number
  type: string
  title: string
  gridPos: { x: number; y: number; w: number; h: number }
  datasource?: { type: string; uid: string }
  targets?: Target[]
}

export interface Dashboard {
  uid: string
  schemaVersion: number
  panels: Panel[]
  annotations: { list: Target[] }
  templating: { list: { name: string; type: string; query: string | { query: string } }[] }
}

const fileIn = (path: string): string => readFileSync(`${root}deploy/${path}`, 'utf8')

export function alerts(): Alert[] {
  const { groups } = parse(fileIn('prometheus/alerts.yaml')) as { groups: { rules: Alert[] }[] }
  return groups.flatMap(({ rules }) => rules)
}

export function dashboard(): Dashboard {
  return JSON.parse(fileIn('grafana/dashboard.json')) as Dashboard
}

/** Every expression of a dashboard, with some value for each of Grafana's variables. */
export function expressionsOf({ panels, annotations }: Dashboard): string[] {
  return [...panels.flatMap(({ targets = [] }) => targets), ...annotations.list].map(({ expr = '' }) =>
    expr.replaceAll('$__rate_interval', '5m'),
  )
}

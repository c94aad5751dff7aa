import { Command } from 'commander'
import { expect, test } from '@jest/globals'
import { fail } from '../../src/cli/command.ts'
import type { Shell } from '../../src/cli/shell.ts'
import { toGatewayError } from '../../src/errors.ts'

/** What a command says of something that nobody foresaw. */
function said(json: boolean): string {
  const lines: string[] = []
  const shell = { err: (line: string) => void lines.push(line) } as Shell
  expect(fail(toGatewayError(new TypeError('oh')), json, shell, new Command('gateway'))).toBe(1)
  return lines.join('\n')
}

test('INTERNAL: at a command line there is no request id to report, but the command and the cause', () => {
  for (const text of [said(false), said(true)]) {
    expect(text).toContain('TypeError: oh')
    expect(text).toContain('report the command and the cause')
    expect(text).not.toMatch(/request id|请求编号/)
  }
})

import { describe, expect, test } from '@jest/globals'
import { personIn } from '../../../src/console/sign-in/person-claims.ts'

const names = { rolesClaim: 'hpf_roles', branchClaim: 'hpf_branch' }

/** As whom somebody of this name stands on record. */
function recorded(name: unknown): string | undefined {
  return personIn({ sub: 'u1', preferred_username: 'xu.ning', name }, names, [])?.name
}

describe('the name of whoever signed in', () => {
  test.each([
    ['is trimmed', ' 许宁　', '许宁'],
    ['turns nothing round in a list', '许宁\u202e\u200b gnim.iL', '许宁 gnim.iL'],
    ['makes no line of its own', '许宁\n2026-11-29 李明 reveal', '许宁 2026-11-29 李明 reveal'],
    ['sends nothing to a terminal', '\u001b[2J许\u0000宁', '[2J许宁'],
    ['has sixty characters at most', '𬭎'.repeat(61), '𬭎'.repeat(60)],
    ['is not cut within a character', `${'a'.repeat(59)}😀`, `${'a'.repeat(59)}😀`],
    ['has no half of a character', '许宁\ud83d', '许宁\ufffd'],
    ['is the staff number where nothing of it can be seen', '\u3164\u200b', 'xu.ning'],
    ['is the staff number where it is no text', 17, 'xu.ning'],
  ])('%s', (_, name, expected) => {
    expect(recorded(name)).toBe(expected)
  })
})

import { beforeEach, expect, test } from '@jest/globals'
import { effectScope } from 'vue'
import type { ShownConfiguration, ShownConfigurationCheck } from '../../../../src/console/shown/board.ts'
import {
  type ConfigurationCalls,
  useCandidate,
} from '../../../../src/console/web/board/configuration/use-candidate.ts'
import { ApiProblem } from '../../../../src/console/web/problem.ts'

const holds: ShownConfigurationCheck = {
  ok: true,
  faults: [],
  warnings: [],
  changes: [],
  restart: [],
  diff: [],
}
const begun: ShownConfiguration = {
  version: 'v1',
  loadedAt: '2026-11-28T10:00:00+08:00',
  text: 'a: 1\n',
  writable: true,
  history: [],
}
/** What the server has. */
let served: ShownConfiguration
/** What it finds. */
let found: ShownConfigurationCheck
let applying: ConfigurationCalls['apply']
/** Lets it answer what it checks. */
let checking: PromiseWithResolvers<void>
const server: ConfigurationCalls = {
  inForce: () => Promise.resolve(served),
  check: () => checking.promise.then(() => found),
  apply: (sent) => applying(sent),
  rollBack: () => Promise.resolve(served),
  textOf: () => Promise.resolve('a: 0\n'),
}

beforeEach(async () => {
  checking = Promise.withResolvers()
  checking.resolve()
  served = begun
  found = holds
  applying = () => Promise.resolve(served)
  const { candidate, leave } = await open()
  candidate.restore()
  leave()
  checking = Promise.withResolvers()
})

function refused(code: string): ConfigurationCalls['apply'] {
  return () => Promise.reject(new ApiProblem({ code, status: 409 }))
}

/** The page, opened anew. */
async function open() {
  const scope = effectScope()
  const candidate = scope.run(() => useCandidate(server))
  if (!candidate) throw new RangeError('no scope')
  await candidate.load()
  return { candidate, leave: () => scope.stop() }
}

test('what was found of a text says nothing of one that was changed meanwhile, and does not let it be taken', async () => {
  const { candidate } = await open()
  const passed = candidate.check('check')
  candidate.text.value = 'something else'
  checking.resolve()
  expect([await passed, candidate.said.value, candidate.checked.value]).toEqual([false, '', undefined])
})

test('what was found stands as long as the text does', async () => {
  const { candidate } = await open()
  checking.resolve()
  expect([await candidate.check('check'), candidate.said.value]).toEqual([true, '校验通过'])
  candidate.text.value = 'something else'
  expect([candidate.said.value, candidate.checked.value]).toEqual(['', undefined])
})

test('a candidate is there again after a look elsewhere, and one that nobody changed is what is in force', async () => {
  const first = await open()
  first.leave()
  served = { ...served, text: 'a: 2\n', version: 'v2' }
  const second = await open()
  expect([second.candidate.text.value, second.candidate.said.value]).toEqual(['a: 2\n', ''])
  second.candidate.text.value = 'a: 3\n'
  second.leave()
  expect((await open()).candidate.text.value).toBe('a: 3\n')
})

test('a candidate stays when somebody else has changed what is in force, which is told, with the difference', async () => {
  checking.resolve()
  const first = await open()
  first.candidate.text.value = 'a: 3\n'
  first.leave()
  served = { ...served, text: 'a: 2\n', version: 'v2' }
  const { candidate } = await open()
  expect(candidate.text.value).toBe('a: 3\n')
  expect([candidate.overtaken.value, candidate.checked.value]).toEqual([{ from: 'v1', to: 'v2' }, holds])
})

test('CONFIG_CONFLICT: the candidate stays, what is in force now is shown, and only who has seen it goes on', async () => {
  checking.resolve()
  const { candidate } = await open()
  candidate.text.value = 'a: 3\n'
  served = { ...begun, version: 'v2', text: 'a: 2\n' }
  applying = refused('CONFIG_CONFLICT')
  await candidate.apply('why')
  expect([candidate.text.value, candidate.inForce.value, candidate.problem.value?.code]).toEqual([
    'a: 3\n',
    served,
    'CONFIG_CONFLICT',
  ])
  expect([candidate.overtaken.value, candidate.checked.value, candidate.blocked.value]).toEqual([
    { from: 'v1', to: 'v2' },
    holds,
    true,
  ])
  candidate.follow()
  expect([candidate.blocked.value, candidate.problem.value]).toEqual([false, undefined])
  applying = ({ basedOn }) => Promise.resolve({ ...begun, version: `after ${basedOn}`, text: 'a: 3\n' })
  await candidate.apply('why')
  expect(candidate.said.value).toBe('已生效，当前版本 after v2')
})

test('CONFIG_CONFLICT: where the file alone differs there is nothing to go on from, and the refusal says so', async () => {
  const { candidate } = await open()
  candidate.text.value = 'a: 3\n'
  applying = refused('CONFIG_CONFLICT')
  await candidate.apply('why')
  expect([candidate.overtaken.value, candidate.problem.value?.code]).toEqual([undefined, 'CONFIG_CONFLICT'])
})

test('what has nothing to do with the text is told beside its reason', async () => {
  const { candidate } = await open()
  applying = refused('REASON_REQUIRED')
  await expect(candidate.apply('')).rejects.toMatchObject({ code: 'REASON_REQUIRED' })
  expect(candidate.problem.value).toBeUndefined()
})

test('what only a restart changes is named, and cannot be put in force from here', async () => {
  checking.resolve()
  found = { ...holds, restart: ['ops.port', 'store.file'] }
  const { candidate } = await open()
  candidate.text.value = 'a: 3\n'
  expect([await candidate.check('check'), candidate.said.value, candidate.blocked.value]).toEqual([
    false,
    '语法正确；ops.port、store.file 需在服务器上修改并重启，不能在此生效',
    true,
  ])
  candidate.text.value = 'a: 4\n'
  expect(candidate.blocked.value).toBe(false)
})

test("a candidate of one's own outlives a roll back, and is gone once it is in force", async () => {
  checking.resolve()
  const { candidate } = await open()
  candidate.text.value = 'a: 3\n'
  served = { ...begun, version: 'v0', text: 'a: 0\n' }
  await candidate.rollBack('0', 'why')
  expect([candidate.text.value, candidate.said.value]).toEqual(['a: 3\n', '已回滚，当前版本 v0'])
  served = { ...begun, version: 'v3', text: 'a: 3\n' }
  await candidate.apply('why')
  expect([candidate.edited.value, candidate.said.value]).toEqual([false, '已生效，当前版本 v3'])
})

test('only what was typed is to be asked about before it is overwritten', async () => {
  const { candidate } = await open()
  expect(candidate.edited.value).toBe(false)
  candidate.text.value = 'a: 3\n'
  expect(candidate.edited.value).toBe(true)
  await candidate.fetchText('1')
  expect([candidate.text.value, candidate.edited.value]).toEqual(['a: 0\n', false])
})

test('what was typed while an earlier text was on its way is not overwritten by it', async () => {
  const { candidate } = await open()
  const fetched = candidate.fetchText('1')
  candidate.text.value = 'a: 3\n'
  await fetched
  expect(candidate.text.value).toBe('a: 3\n')
})

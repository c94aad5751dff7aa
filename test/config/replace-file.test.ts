import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { isReplaceable, replaceFile } from '../../src/config/replace-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'replace-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the file has the other text, and keeps its mode and owner', () => {
  const file = join(folder, 'gateway.yaml')
  writeFileSync(file, 'before')
  chmodSync(file, 0o640)
  const { uid, gid } = statSync(file)
  replaceFile(file, 'after')
  expect(readFileSync(file, 'utf8')).toBe('after')
  expect(statSync(file)).toMatchObject({ uid, gid })
  expect(statSync(file).mode & 0o7777).toBe(0o640)
  expect(readdirSync(folder)).toEqual(['gateway.yaml'])
})

test('a link stays one, and leads to the new text', () => {
  const [real, link] = [join(folder, 'real'), join(folder, 'link.yaml')]
  mkdirSync(real)
  writeFileSync(join(real, 'gateway.yaml'), 'before')
  symlinkSync(join(real, 'gateway.yaml'), link)
  expect(isReplaceable(link)).toBe(true)
  replaceFile(link, 'after')
  expect([lstatSync(link).isSymbolicLink(), readFileSync(link, 'utf8')]).toEqual([true, 'after'])
})

test('FILE_UNUSABLE: one that is not there', () => {
  const file = join(folder, 'none.yaml')
  expect(isReplaceable(file)).toBe(false)
  expect(() => replaceFile(file, 'text')).toThrow(expect.objectContaining({ code: 'FILE_UNUSABLE' }))
})

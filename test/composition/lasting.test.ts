import { describe, expect, test } from '@jest/globals'
import { createShare } from '../../src/composition/lasting.ts'

function part(log: string[], name: string): AsyncDisposable & { name: string } {
  return {
    name,
    async [Symbol.asyncDispose]() {
      log.push(`${name} closed`)
    },
  }
}

describe('a shared part', () => {
  test('is the same one as long as it is made of the same, and closes with the last hold', async () => {
    const log: string[] = []
    const share = createShare()
    const first = await share('store', { file: 'a' }, () => part(log, 'first'))
    const second = await share('store', { file: 'a' }, () => part(log, 'second'))
    expect(second.part).toBe(first.part)
    await first[Symbol.asyncDispose]()
    await first[Symbol.asyncDispose]()
    expect(log).toEqual([])
    await second[Symbol.asyncDispose]()
    expect(log).toEqual(['first closed'])
  })

  test('made of something else is another, which outlives the one before', async () => {
    const log: string[] = []
    const share = createShare()
    const before = await share('peers', { key: 1 }, () => part(log, 'before'))
    const after = await share('peers', { key: 2 }, () => part(log, 'after'))
    await before[Symbol.asyncDispose]()
    expect(log).toEqual(['before closed'])
    const again = await share('peers', { key: 2 }, () => part(log, 'third'))
    expect(again.part).toBe(after.part)
  })

  test('that nobody holds any more is made anew', async () => {
    const log: string[] = []
    const share = createShare()
    await (await share('store', 1, () => part(log, 'first')))[Symbol.asyncDispose]()
    expect((await share('store', 1, () => part(log, 'second'))).part.name).toBe('second')
  })

  test('that could not be made leaves the one before', async () => {
    const share = createShare()
    const before = await share('store', 1, () => part([], 'before'))
    await expect(share('store', 2, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect((await share('store', 1, () => part([], 'other'))).part).toBe(before.part)
  })
})

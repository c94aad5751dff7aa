import { randomBytes } from 'node:crypto'
import { afterAll, describe, expect, test } from '@jest/globals'
import { stopStoreServers, storeKinds } from '../../support/store-grounds.ts'

afterAll(stopStoreServers)

const master = randomBytes(32)
const by = { staff: '9001', name: '江川' }

describe.each(storeKinds)('texts of the configuration on $kind', ({ ground: newGround }) => {
  test('are kept sealed, the newest first, and no more than fifty', async () => {
    const ground = await newGround()
    const { configurations } = await ground.open(master)
    for (let i = 0; i < 55; i += 1) {
      await configurations.keep([{ at: i, by, reason: `change ${i}`, text: `member: "${i}"` }])
    }
    const kept = await configurations.list()
    expect([kept.length, kept[0]?.reason, kept.at(-1)?.reason]).toEqual([50, 'change 54', 'change 5'])
    expect(await configurations.text(kept[0]?.id ?? '')).toBe('member: "54"')
    expect(await configurations.text('none')).toBeUndefined()
    const [row] = await ground.sql('select sealed from configuration_text order by at desc limit 1')
    expect(Buffer.from(row?.['sealed'] as Uint8Array).includes('member')).toBe(false)
    await ground.sql(
      'update configuration_text set sealed = (select sealed from configuration_text where at = 5)',
    )
    await expect(configurations.text(kept[0]?.id ?? '')).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' })
    await ground.remove()
  })
})

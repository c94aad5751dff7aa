import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import request from 'supertest'
import { typedAs } from '../../../src/console/cases/pinyin.ts'
import type { ShownCentres } from '../../../src/console/shown/cases.ts'
import {
  type CaseDesk,
  type CaseWorld,
  caseWorld,
  officer,
  openDesk,
  suzhou,
} from '../../support/case-desk.ts'
import { sqliteGround } from '../../support/store-grounds.ts'

describe('the centres to choose from', () => {
  let world: CaseWorld
  let desk: CaseDesk

  beforeEach(async () => {
    world = caseWorld(await sqliteGround())
    desk = await openDesk(world)
  })
  afterEach(async () => {
    await desk[Symbol.asyncDispose]()
    await world.ground.remove()
  })

  async function centres(): Promise<ShownCentres> {
    return (await request(desk.as(officer)).get('/console/v1/centres')).body as ShownCentres
  }

  test('stand by province, those of the Yangtze Delta first, with what one types to find them', async () => {
    const { provinces, purposes } = await centres()
    expect(purposes).toEqual(['remote-housing-loan'])
    expect(
      provinces.map(({ centres, ...province }) => [
        ...Object.values(province),
        centres.map(({ initials }) => initials),
      ]),
    ).toEqual([
      ['31', '上海市', 'shanghai', 'sh', ['sh']],
      ['32', '江苏省', 'jiangsusheng', 'jss', ['sz']],
      ['33', '浙江省', 'zhejiangsheng', 'zjs', ['hz']],
      ['50', '重庆市', 'chongqing', 'cq', ['cq']],
    ])
    expect(provinces[1]?.centres[0]).toEqual({
      code: suzhou,
      name: '苏州市住房公积金管理中心',
      division: '320500',
      pinyin: 'suzhou',
      initials: 'sz',
      state: 'unproven',
    })
  })

  test('show how each is at the moment, and how long it takes where it answers', async () => {
    const now = async () => (await centres()).provinces[1]?.centres[0]
    world.healths = [{ code: suzhou, state: 'closed', typicalMs: 420 }]
    expect(await now()).toMatchObject({ state: 'closed', typicalMs: 420 })
    for (const state of ['open', 'half-open'] as const) {
      world.healths = [{ code: suzhou, state, typicalMs: 420 }]
      expect([state, await now()]).toEqual([state, expect.not.objectContaining({ typicalMs: 420 })])
      expect(await now()).toMatchObject({ state })
    }
    world.healths = [{ code: suzhou, state: 'closed' }]
    expect((await now())?.typicalMs).toBeUndefined()
  })
})

test.each([
  ['重庆市住房公积金管理中心', 'chongqing', 'cq'],
  ['厦门市住房公积金中心', 'xiamen', 'xm'],
  ['亳州市住房公积金管理中心', 'bozhou', 'bz'],
  ['六安市住房公积金管理中心', 'luan', 'la'],
  ['台州市住房公积金管理中心', 'taizhou', 'tz'],
  ['丽水市住房公积金管理中心', 'lishui', 'ls'],
  ['蚌埠市住房公积金管理中心', 'bengbu', 'bb'],
  ['衢州市住房公积金管理中心', 'quzhou', 'qz'],
  ['长沙市住房公积金管理中心', 'changsha', 'cs'],
  ['乐清市住房公积金管理中心', 'yueqing', 'yq'],
  ['歙县', 'shexian', 'sx'],
  ['六合', 'luhe', 'lh'],
  ['单县', 'shanxian', 'sx'],
  ['涡阳', 'guoyang', 'gy'],
  ['吕梁市住房公积金管理中心', 'lvliang', 'll'],
  ['江苏省省级机关住房资金管理中心', 'jiangsushengshengjijiguan', 'jsssjjg'],
  ['杭州住房公积金管理中心', 'hangzhou', 'hz'],
  ['沙市', 'shashi', 'ss'],
])('%s is typed as %s or %s', (name, pinyin, initials) => {
  expect(typedAs(name)).toEqual({ pinyin, initials })
})

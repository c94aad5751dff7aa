import type { Member, MemberCode } from '../contracts/generated/types.ts'

/** The centres of the sandbox with a gateway of their own, by institution code. */
export const sandboxCentres = {
  shanghai: '310000000000000',
  jiangsuProvincial: '320101000000000',
  hangzhou: '330100000000000',
  hefei: '340100000000000',
} as const satisfies Record<string, MemberCode>

/** A centre that has only an interface of its own, and is asked by the hub in its dialect. */
export interface RepresentedCentre extends Pick<Member, 'code' | 'name' | 'division'> {
  city: string
  /** Folder of src/dialects. */
  dialect: string
}

/** Which centre speaks what is the sandbox's invention, but for 宁波, 舟山, 宿州 and 淮北, whose vendors it is modelled on. */
export const representedCentres: readonly RepresentedCentre[] = [
  represented('320100', '南京', '南京住房公积金管理中心', 'bank-fen'),
  represented('320200', '无锡', '无锡市住房公积金管理中心', 'settlement'),
  represented('320500', '苏州', '苏州市住房公积金管理中心', 'epoint'),
  represented('320600', '南通', '南通市住房公积金管理中心', 'huidao'),
  represented('330200', '宁波', '宁波市住房公积金管理中心', 'ybmap'),
  represented('330400', '嘉兴', '嘉兴市住房公积金管理中心', 'yrd-hub'),
  represented('330600', '绍兴', '绍兴市住房公积金管理中心', 'antchain'),
  represented('330900', '舟山', '舟山市住房公积金管理中心', 'bsp-tags'),
  represented('340200', '芜湖', '芜湖市住房公积金管理中心', 'shineyue'),
  represented('340600', '淮北', '淮北市住房公积金管理中心', 'suzhou-query'),
  represented('341300', '宿州', '宿州市住房公积金管理中心', 'suzhou-query'),
]

function represented(division: string, city: string, name: string, dialect: string): RepresentedCentre {
  return { code: `${division}000000000`, name, division, city, dialect }
}

import type { Agreement, Member } from '../contracts/generated/types.ts'
import { fieldSets } from '../domain/field-sets.ts'
import { serviceNames } from '../domain/services.ts'
import { representedCentres, sandboxCentres } from './centres.ts'

/** A member of the sandbox federation. */
export type SandboxMember = Pick<Member, 'code' | 'name' | 'kind' | 'division' | 'services'>

export const portalCode = '310000000'

/** Asks centres that have no gateway, in their dialects, and answers for them. */
export const hubCode = '310000100'

/** Names and codes as the Yangtze Delta's registry of centres has them. */
export const sandboxMembers: readonly SandboxMember[] = [
  centre(sandboxCentres.jiangsuProvincial, '江苏省省级机关住房资金管理中心', '320100'),
  centre(sandboxCentres.shanghai, '上海市公积金管理中心', '310000'),
  centre(sandboxCentres.hangzhou, '杭州住房公积金管理中心', '330100'),
  centre(sandboxCentres.hefei, '合肥市住房公积金管理中心', '340100'),
  {
    code: portalCode,
    name: '长三角“一网通办”门户',
    kind: 'portal',
    division: '310000',
    services: ['gateway.ping'],
  },
  {
    code: hubCode,
    name: '长三角公积金数据交换枢纽',
    kind: 'hub',
    division: '310000',
    services: ['gateway.ping'],
  },
]

/** Members without a gateway of their own, as the directory lists them. */
export const sandboxRepresented: readonly Member[] = representedCentres.map(({ code, name, division }) => ({
  ...centre(code, name, division),
  representedBy: hubCode,
  endpoints: [],
  certificates: [],
  protocols: ['1'],
}))

/** Groups that agreements name. */
export const sandboxGroups = {
  centres: [...sandboxMembers, ...sandboxRepresented].flatMap(({ code, kind }) =>
    kind === 'centre' ? code : [],
  ),
}

/** The centres among themselves, but Hefei may not ask Hangzhou, so that default deny can be seen; the portal asks all, on consent only. */
export function sandboxAgreements(today: string): Agreement[] {
  const { jiangsuProvincial, shanghai, hangzhou, hefei } = sandboxCentres
  const term = { notBefore: `${today.slice(0, 4)}-01-01`, notAfter: `${Number(today.slice(0, 4)) + 2}-12-31` }
  const loans = {
    services: ['deposit-record.check', 'deposit-certificate.issue', 'deposit-certificate.verify'],
    purposes: ['remote-housing-loan'],
    fields: [...fieldSets],
    bases: ['consent', 'statutory-duty'],
    ...term,
  } satisfies Partial<Agreement>
  return [
    {
      id: 'centres-remote-housing-loan',
      consumers: [jiangsuProvincial, shanghai, hangzhou],
      providers: ['group:centres'],
      ...loans,
    },
    {
      id: 'hefei-remote-housing-loan',
      consumers: [hefei],
      providers: [jiangsuProvincial, shanghai],
      ...loans,
    },
    {
      id: 'portal-citizen-application',
      consumers: [portalCode],
      providers: ['group:centres'],
      services: ['deposit-record.check', 'deposit-certificate.issue', 'deposit-certificate.verify'],
      purposes: ['citizen-application'],
      fields: ['account', 'contribution', 'balance', 'continuity', 'loans'],
      bases: ['consent'],
      ...term,
    },
  ]
}

function centre(code: string, name: string, division: string): SandboxMember {
  return { code, name, kind: 'centre', division, services: [...serviceNames] }
}

import type { Page } from '../page.ts'

export const officerPages: readonly Page[] = [
  {
    path: 'new',
    title: '新建查询',
    needs: 'ask',
    nav: { label: '新建查询', group: '经办' },
    load: () => import('./new-case/new-case.vue'),
  },
  {
    path: 'waiting',
    title: '等待列表',
    needs: 'cases',
    nav: { label: '等待列表', group: '经办' },
    load: () => import('./waiting/waiting-list.vue'),
  },
  {
    path: 'cases',
    title: '历史查询',
    needs: 'cases',
    nav: { label: '历史查询', group: '经办' },
    load: () => import('./history/history.vue'),
  },
  {
    path: 'cases/:caseId',
    title: '查询进度',
    needs: 'cases',
    load: () => import('./case/case-progress.vue'),
  },
  {
    path: 'cases/:caseId/certificates/:centre',
    title: '缴存使用证明',
    needs: 'cases',
    load: () => import('./certificate/certificate.vue'),
  },
  {
    path: 'access',
    title: '访问记录',
    needs: 'audit',
    nav: { label: '访问记录', group: '经办' },
    load: () => import('./access/access-log.vue'),
  },
]

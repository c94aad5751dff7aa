import type { Page } from '../page.ts'

/** The operator's pages, in the order of the navigation. */
export const boardPages: readonly Page[] = [
  {
    path: 'board',
    title: '总览',
    needs: 'board',
    nav: { label: '总览', group: '运维' },
    load: () => import('./overview/overview-page.vue'),
  },
  { path: 'board/peers/:code', title: '对端', needs: 'board', load: () => import('./peer/peer-page.vue') },
  {
    path: 'board/messages',
    title: '报文日志',
    needs: 'messages',
    nav: { label: '报文日志', group: '运维' },
    load: () => import('./messages/messages-page.vue'),
  },
  {
    path: 'board/messages/:exchangeId',
    title: '报文',
    needs: 'messages',
    load: () => import('./messages/message-page.vue'),
  },
  {
    path: 'board/keys',
    title: '密钥与证书',
    needs: 'board',
    nav: { label: '密钥与证书', group: '运维' },
    load: () => import('./keys/keys-page.vue'),
  },
  {
    path: 'board/configuration',
    title: '配置',
    needs: 'configure',
    nav: { label: '配置', group: '运维' },
    load: () => import('./configuration/configuration-page.vue'),
  },
  {
    path: 'board/upkeep',
    title: '备份与维护',
    needs: 'board',
    nav: { label: '备份与维护', group: '运维' },
    load: () => import('./upkeep/upkeep-page.vue'),
  },
  {
    path: 'guide',
    title: '处置手册',
    needs: 'messages',
    nav: { label: '处置手册', group: '运维' },
    load: () => import('./guide/guide-page.vue'),
  },
]

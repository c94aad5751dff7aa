import { nextTick } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { dismissFailure, reportFailure } from './failure.ts'
import { pages } from './pages.ts'
import { pageHeading } from './parts/page-heading.ts'
import { ApiProblem } from './problem.ts'
import { can } from './session.ts'
import { setTitle } from './title.ts'

const records: RouteRecordRaw[] = pages.map(({ path, title, needs, load }) => ({
  path: `/${path}`,
  name: path,
  component: load,
  props: true,
  meta: { title, needs },
}))

export const router = createRouter({
  history: createWebHistory('/console/'),
  scrollBehavior: ({ hash }, _from, saved) => saved ?? (hash === '' && { top: 0 }),
  routes: [
    { path: '/', redirect: () => `/${firstPage()}` },
    ...records,
    { path: '/nothing', name: 'nothing', component: () => import('./session/nothing-here.vue') },
    {
      path: '/:rest(.*)*',
      name: 'missing',
      component: () => import('./session/nothing-here.vue'),
      meta: { title: '页面不存在' },
    },
  ],
})

router.beforeEach(({ name, path, meta: { needs } }) => {
  if (name === 'nothing' && firstPage() !== 'nothing') return '/'
  // The address stays what was asked for: it may lead somewhere for whoever it is sent to.
  return needs === undefined || can(needs) || { name: 'missing', params: { rest: path.slice(1).split('/') } }
})

// A new page is told as a browser would: title first, then focus on its heading. Not on the first page, where focus is the browser's.
router.afterEach(async ({ meta, path, hash }, from, failure) => {
  if (failure) return
  dismissFailure()
  setTitle(meta.title ?? '没有可用的功能')
  // A page that is led to by a place on it sees to that itself.
  if (from.matched.length === 0 || path === from.path || hash !== '') return
  await nextTick()
  pageHeading()?.focus()
})

// After an update of the gateway the parts of a page that is still open are gone: it begins anew where it was to go. One that
// has just begun would meet the same again, for ever.
router.onError(async (thrown, to, from) => {
  if (from.matched.length === 0) return reportFailure(thrown)
  const isThere = await fetch(`/console${to.fullPath}`, { method: 'HEAD' }).then(
    ({ ok }) => ok,
    () => false,
  )
  if (isThere) window.location.assign(`/console${to.fullPath}`)
  else reportFailure(ApiProblem.unreachable())
})

function firstPage(): string {
  return pages.find(({ nav, needs }) => nav && can(needs))?.path ?? 'nothing'
}

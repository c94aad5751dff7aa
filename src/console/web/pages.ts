import { boardPages } from './board/pages.ts'
import { officerPages } from './officer/pages.ts'
import type { Page } from './page.ts'

/** Every page, in the order of the navigation. The first that one may see is where one begins. */
export const pages: readonly Page[] = [...officerPages, ...boardPages]

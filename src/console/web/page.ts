import type { Component } from 'vue'
import type { ConsoleRight } from '../rights.ts'

/** One page of the console. */
export interface Page {
  /** Below /console/; a part like :id is given to the page as a property. */
  path: string
  /** Heading of the browser's tab. */
  title: string
  /** What one must be allowed to do to see it. */
  needs: ConsoleRight
  /** Its words in the navigation; absent: it is reached from other pages. */
  nav?: { label: string; group: '经办' | '运维' }
  load: () => Promise<{ default: Component }>
}

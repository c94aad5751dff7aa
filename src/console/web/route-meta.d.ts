import 'vue-router'
import type { ConsoleRight } from '../rights.ts'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    needs?: ConsoleRight
  }
}

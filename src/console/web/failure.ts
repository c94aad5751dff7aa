import { readonly, shallowRef } from 'vue'
import { type ApiProblem, asProblem } from './problem.ts'

const held = shallowRef<ApiProblem>()

/** What went wrong beyond a single page's care; shown above the page, whose fields keep what was typed. */
export const failure = readonly(held)

export function reportFailure(error: unknown): void {
  held.value = asProblem(error)
}

export function dismissFailure(): void {
  held.value = undefined
}

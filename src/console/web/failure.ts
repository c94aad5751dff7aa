import { computed, shallowRef } from 'vue'
import { type ApiProblem, asProblem } from './problem.ts'

const held = shallowRef<{ problem: ApiProblem; typed: boolean }>()

/** What went wrong beyond a single page's care; shown above the page, whose fields keep what was typed. */
export const failure = computed(() => held.value?.problem)
/** Whether it met somebody who had filled in a form. */
export const failedTyped = computed(() => held.value?.typed ?? false)

export function reportFailure(error: unknown): void {
  held.value = { problem: asProblem(error), typed: false }
}

/** Of a form that somebody sent. */
export function reportFormFailure(error: unknown): void {
  held.value = { problem: asProblem(error), typed: true }
}

export function dismissFailure(): void {
  held.value = undefined
}

import { ref, type ShallowRef } from 'vue'
import { useRouter } from 'vue-router'
import type { ShownCase } from '../../../shown/cases.ts'
import { correctedDraft } from '../new-case/corrected-draft.ts'
import { beginWith, isBegun } from '../new-case/use-new-case.ts'

/** Asks a case's question anew once it is put right (更正后再查); what stands in the form already goes only where somebody says so. */
export function useCorrection(shown: Readonly<ShallowRef<ShownCase | undefined>>) {
  const router = useRouter()
  const replacing = ref(false)

  function correct(): void {
    if (isBegun.value) replacing.value = true
    else begin()
  }

  function begin(): void {
    replacing.value = false
    if (!shown.value) return
    beginWith(correctedDraft(shown.value))
    void router.push('/new')
  }

  return { replacing, correct, begin }
}

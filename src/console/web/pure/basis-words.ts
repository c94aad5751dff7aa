import type { Basis } from '../../../contracts/generated/types.ts'

/** What a question rests on, in words. */
export const basisWords: Record<Basis['kind'], string> = {
  consent: '本人授权',
  'statutory-duty': '法定职责',
}

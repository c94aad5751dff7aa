import type { ShownConfiguration, ShownConfigurationCheck } from '../../../shown/board.ts'
import { get, post } from '../../api.ts'
import type { ConfigurationCalls } from './use-candidate.ts'

export const configurationCalls: ConfigurationCalls = {
  inForce: () => get<ShownConfiguration>('/configuration'),
  check: (how, text) => post<ShownConfigurationCheck>(`/configuration/${how}`, { text }),
  apply: (sent) => post<ShownConfiguration>('/configuration/apply', sent),
  rollBack: (id, reason) => post<ShownConfiguration>('/configuration/rollback', { id, reason }),
  async textOf(id) {
    const { text } = await get<{ text: string }>(`/configuration/history/${encodeURIComponent(id)}`)
    return text
  },
}

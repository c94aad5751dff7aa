import type { Adapter, AdapterPayload } from 'oidc-provider'

/** What a grant gave; a sign-in under way, which names its grant too, is not among them. */
const granted = ['AccessToken', 'AuthorizationCode', 'RefreshToken']

/** What the provider remembers until it stops: codes, tokens, sessions. Its own would warn of being for development only. */
export function createMemory(clock: () => number): (model: string) => Adapter {
  const kept = new Map<string, { payload: AdapterPayload; until: number }>()
  const find = (key: string): AdapterPayload | undefined => {
    const found = kept.get(key)
    if (found && found.until > clock()) return found.payload
    kept.delete(key)
    return undefined
  }
  const where = (model: string, fits: (payload: AdapterPayload) => boolean) =>
    [...kept.entries()].filter(([key, { payload }]) => key.startsWith(`${model}:`) && fits(payload))
  return (model) => ({
    async upsert(id, payload, expiresIn) {
      kept.set(`${model}:${id}`, { payload, until: clock() + (expiresIn ?? 86_400) * 1000 })
    },
    find: async (id) => find(`${model}:${id}`),
    findByUid: async (uid) => where(model, (payload) => payload.uid === uid)[0]?.[1].payload,
    findByUserCode: async (code) => where(model, (payload) => payload.userCode === code)[0]?.[1].payload,
    async consume(id) {
      const payload = find(`${model}:${id}`)
      if (payload) payload.consumed = Math.floor(clock() / 1000)
    },
    async destroy(id) {
      kept.delete(`${model}:${id}`)
    },
    async revokeByGrantId(grantId) {
      for (const model of granted)
        for (const [key] of where(model, (payload) => payload.grantId === grantId)) kept.delete(key)
    },
  })
}

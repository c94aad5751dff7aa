/**
 * Exchanges being executed in this process. The same bytes arriving again meanwhile wait for the one execution
 * and get its answer; the store keeps the same promise across processes and restarts.
 */
export interface InFlight<Answer> {
  join(
    exchange: { issuer: string; id: string; digest: string },
    execute: () => Promise<Answer>,
  ): Promise<Answer>
}

export function createInFlight<Answer>(): InFlight<Answer> {
  const running = new Map<string, Promise<Answer>>()
  return {
    join({ issuer, id, digest }, execute) {
      const key = `${issuer} ${id} ${digest}`
      const twin = running.get(key)
      if (twin) return twin
      const reply = execute().finally(() => running.delete(key))
      running.set(key, reply)
      return reply
    },
  }
}

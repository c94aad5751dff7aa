import { once } from 'node:events'
import { createServer } from 'node:net'
import { GatewayError } from '../../errors.ts'

export interface Address {
  host: string
  port: number
}

/** That nobody listens at any of the addresses, before anything is started. Fails with PORT_IN_USE, naming those where somebody does. */
export async function assertPortsFree(addresses: readonly Address[]): Promise<void> {
  const taken = await Promise.all(
    addresses.map(async (address) => ((await isFree(address)) ? [] : [address])),
  )
  const names = taken.flat().map(({ host, port }) => `${host}:${port}`)
  if (names.length === 0) return
  throw new GatewayError('PORT_IN_USE', {
    where: names.join(', '),
    detail:
      '是否已有沙箱在运行？可另开一个 is a sandbox running already? Another one beside it: --folder .sandbox-2 --port-base 21440',
  })
}

/** Whether nobody listens there. */
export async function isFree({ host, port }: Address): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
    return true
  } catch {
    return false
  }
}

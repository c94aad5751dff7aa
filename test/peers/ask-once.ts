import { systemClock } from '../../src/clock.ts'
import { createPeers } from '../../src/peers/peers.ts'
import { defaultPeerSettings } from '../../src/peers/settings.ts'

// A process of its own, since Node's switches in the environment cannot be set from within jest.
const { tls, origin } = JSON.parse(process.env['ASK'] ?? '{}')
const peers = createPeers({ tls, settings: defaultPeerSettings, clock: systemClock, random: Math.random })
const outcome = await peers
  .ask(
    { code: 'peer', endpoints: [origin] },
    {
      class: 'query',
      path: '/',
      contentType: 'text/plain',
      accept: 'text/plain',
      body: Buffer.from('question'),
      deadline: Date.now() + 10_000,
      check: (answer) => answer.body.toString(),
    },
  )
  .catch((error) => error.code)
await peers.close()
process.stdout.write(outcome)

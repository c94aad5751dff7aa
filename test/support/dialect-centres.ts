import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { chinaDate } from '../../src/clock.ts'
import { dialectFolder, loadDialect } from '../../src/config/dialect-folder.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import type { RepresentedCentreSettings } from '../../src/contracts/generated/types.ts'
import { defaultPeerSettings } from '../../src/peers/settings.ts'
import { createOwnCore, type OwnCore } from '../../src/providers/own-core.ts'
import type { Provider } from '../../src/providers/provider.ts'
import {
  createRepresentedCentres,
  type RepresentedCentres,
} from '../../src/composition/represented-centres.ts'
import type { RepresentedCentre } from '../../src/sandbox/centres.ts'
import { createSandboxCore } from '../../src/sandbox/core.ts'
import { type SandboxFiles, sandboxFiles } from '../../src/sandbox/files.ts'
import { hubCode } from '../../src/sandbox/members.ts'
import { representCentre } from '../../src/sandbox/represent-centre.ts'
import { misbehaviourOf, readSetup } from '../../src/sandbox/simulated-centre.ts'
import { simulatorOf } from '../../src/sandbox/simulators/all.ts'
import { heldInCore } from '../../src/sandbox/simulators/held-core.ts'
import { openCoreDatabase } from '../../src/store/core-database.ts'
import { freePort } from './ports.ts'

/** One centre of the sandbox, asked in its dialect over its real transport, and its core, asked directly. */
export interface DialectCentre {
  centre: RepresentedCentre
  peer: Provider
  core: OwnCore
  files: SandboxFiles
}

const contracts = createContracts()

/** Serves a centre whose core and clock are of `at` (epoch milliseconds), and gives it to `use`. */
export async function withDialectCentre(
  centre: RepresentedCentre,
  at: number,
  use: (asked: DialectCentre) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'centre-'))
  const files = sandboxFiles(folder)
  const own = files.centre(centre.code)
  const entry = representCentre(centre, await freePort(), files)
  const { port, settings } = readSetup(own)
  createSandboxCore(own.core, centre.code, chinaDate(at))
  const server = simulatorOf(centre.dialect)({
    held: heldInCore(own.core),
    settings,
    misbehaviour: () => misbehaviourOf(own),
    clock: () => at,
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  await using represented = representing(centre, entry, files)
  using database = openCoreDatabase(own.core)
  const core = createOwnCore({
    database,
    settings: { arrearsAfterMonths: 1, countBackPayments: true, ratioForm: 'percent' },
  })
  try {
    const peer = represented.centres.get(centre.code)?.provider
    if (!peer) throw new RangeError(centre.code)
    await use({ centre, peer, core, files })
  } finally {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function representing(
  centre: RepresentedCentre,
  { endpoint, certificateValidity, settings = {}, secretsFile }: RepresentedCentreSettings,
  files: SandboxFiles,
): RepresentedCentres {
  const secrets =
    secretsFile === undefined
      ? {}
      : (parse(readFileSync(files.member(hubCode).centreSecrets(centre.code), 'utf8')) as Record<
          string,
          string
        >)
  const folder = dialectFolder(centre.dialect, '.')
  const { definition, version } = loadDialect(folder, contracts)
  return createRepresentedCentres({
    represents: [
      {
        centre: centre.code,
        dialect: { name: definition.dialect, folder, version },
        endpoint,
        certificateValidity,
        settings,
        secrets: Object.keys(secrets),
        secretsFile,
        anchors: '',
        deadlineMs: 8_000,
        concurrency: 8,
        maxAnswerBytes: 1_048_576,
      },
    ],
    secrets: { centres: new Map([[centre.code, secrets]]) },
    contracts,
    clock: Date.now,
    nameOf: () => centre.name,
    settings: defaultPeerSettings,
    onStateChange: () => undefined,
  })
}

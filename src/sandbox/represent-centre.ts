import { stringify } from 'yaml'
import type { RepresentedCentreSettings } from '../contracts/generated/types.ts'
import type { RepresentedCentre } from './centres.ts'
import { credentialsOf } from './credentials.ts'
import { put, type SandboxFiles } from './files.ts'
import { hubCode } from './members.ts'
import { writeSetup } from './simulated-centre.ts'

/** Sets up both sides of a centre that the hub represents: what its interface knows, and how the hub asks it. */
export function representCentre(
  { code, dialect }: RepresentedCentre,
  port: number,
  files: SandboxFiles,
): RepresentedCentreSettings {
  const { settings, secrets, ownSide, transport } = credentialsOf(dialect, code)
  writeSetup(files.centre(code), { dialect, port, settings: { ...settings, ...secrets, ...ownSide } })
  const hasSecrets = Object.keys(secrets).length > 0
  if (hasSecrets) put(files.member(hubCode).centreSecrets(code), stringify(secrets), true)
  return {
    centre: code,
    dialect,
    endpoint: `${transport}://127.0.0.1:${port}`,
    certificateValidity: 'P2M',
    settings,
    ...(hasSecrets && { secretsFile: `keys/centres/${code}.yaml` }),
  }
}

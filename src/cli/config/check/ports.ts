import type { Config } from '../../../config/config.ts'
import type { Contracts } from '../../../contracts/contracts.ts'
import type { Shell } from '../../shell.ts'

/** What every check is given. */
export interface CheckDeps {
  config: Config
  environment: Shell['environment']
  contracts: Contracts
  /** Epoch milliseconds. */
  now: number
}

import type { Reconfigure } from '../console/board/reconfigure.ts'
import type { ConfigurationStatus } from '../domain/configuration-status.ts'

/** What the gateway as a whole can tell and do, whatever its configuration is. It has nothing before it serves. */
export interface Operation {
  configuration: (() => ConfigurationStatus) | undefined
  /** Absent where the program that serves gives none. */
  reconfigure: Reconfigure | undefined
}

import { loadConfig } from '../src/config/config.ts'
import { readEnvironment } from '../src/config/env.ts'
import { loadSecrets } from '../src/config/secrets.ts'
import { createContext } from '../src/composition/create-context.ts'
import { createContracts } from '../src/contracts/contracts.ts'
import { startGateway } from '../src/composition/gateway.ts'
import { growHeapFreely } from '../src/heap.ts'
import { createLogger } from '../src/logger.ts'
import { attend, readSetting } from './served.ts'

// (c) This gateway as `gateway serve` starts it, log and all.

growHeapFreely()
const { files } = readSetting()
const environment = readEnvironment({})
const config = loadConfig(files.config, environment, createContracts())
const log = createLogger({ level: config.logLevel, member: config.member })
const gateway = await startGateway(await createContext(config, loadSecrets(config, environment), log))
attend(gateway.ports.exchange, () => gateway.stop())

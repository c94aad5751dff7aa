/** The environment variables that the gateway reads: names and types only. */
export interface Environment {
  /** Path of the configuration file. */
  configFile: string | undefined
  /** `debug`, `info`, `warn` or `error`; takes precedence over log.level. */
  logLevel: string | undefined
  /** 32 bytes in base64; takes precedence over store.keyFile. */
  storeKey: string | undefined
  /** Opens encrypted private keys. */
  keyPassphrase: string | undefined
}

export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  return {
    configFile: variables['GATEWAY_CONFIG'],
    logLevel: variables['GATEWAY_LOG_LEVEL'],
    storeKey: variables['GATEWAY_STORE_KEY'],
    keyPassphrase: variables['GATEWAY_KEY_PASSPHRASE'],
  }
}

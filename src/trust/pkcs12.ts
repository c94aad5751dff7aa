export type { KeyAndChain } from './pkcs12/contents.ts'
export { isPkcs12Passphrase } from './pkcs12/passphrase.ts'
export { readPkcs12 } from './pkcs12/read.ts'
export { writePkcs12 } from './pkcs12/write.ts'

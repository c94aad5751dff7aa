// Writes a PKCS#12 file outside jest, where node-forge is 25 times slower, and its key and chain beside it.
// Arguments: the file, the passphrase, the kind of key.
import { createPublicKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { certificateToPem } from '../../src/trust/certificate.ts'
import { issueIntermediate, issueMember, issueRoot } from '../../src/trust/issue.ts'
import { keyToPem, newKey } from '../../src/trust/keys.ts'
import { writePkcs12 } from '../../src/trust/pkcs12.ts'

const [file = '', passphrase = '', type = 'P-256'] = process.argv.slice(2)
const validity = { notBefore: Date.now() - 1000, notAfter: Date.now() + 86_400_000 }
const root = issueRoot({ subject: { organisation: 'Root' }, key: newKey('P-256'), ...validity })
const issuing = issueIntermediate(root, {
  subject: { organisation: 'CA' },
  key: newKey('P-256'),
  ...validity,
})
const key = newKey(type === 'RSA-2048' ? type : 'P-256')
const leaf = issueMember(issuing, {
  subject: { organisation: '中心', memberCode: '320100000000000' },
  publicKey: createPublicKey(key),
  use: 'sign',
  ...validity,
})
const chain = [leaf, issuing.certificate]
writeFileSync(file, writePkcs12({ key, chain }, passphrase), { mode: 0o600 })
writeFileSync(`${file}.pem`, chain.map(certificateToPem).join(''))
writeFileSync(file.replace(/\.p12$/, '.key.pem'), keyToPem(key), { mode: 0o600 })

// Writes a PKCS#12 file outside jest, where node-forge is 25 times slower. Arguments: the file, the passphrase.
import { createPublicKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { certificateToPem } from '../../src/trust/certificate.ts'
import { issueIntermediate, issueMember, issueRoot } from '../../src/trust/issue.ts'
import { newKey } from '../../src/trust/keys.ts'
import { writePkcs12 } from '../../src/trust/pkcs12.ts'

const [file = '', passphrase = ''] = process.argv.slice(2)
const validity = { notBefore: Date.now() - 1000, notAfter: Date.now() + 86_400_000 }
const root = issueRoot({ subject: { organisation: 'Root' }, key: newKey('P-256'), ...validity })
const issuing = issueIntermediate(root, {
  subject: { organisation: 'CA' },
  key: newKey('P-256'),
  ...validity,
})
const key = newKey('P-256')
const leaf = issueMember(issuing, {
  subject: { organisation: '中心', memberCode: '320100000000000' },
  publicKey: createPublicKey(key),
  use: 'sign',
  ...validity,
})
const chain = [leaf, issuing.certificate]
writeFileSync(file, writePkcs12({ key, chain }, passphrase))
writeFileSync(`${file}.pem`, chain.map(certificateToPem).join(''))

import { checkAlternativeNames } from './alternative-names.ts'
import { checkBasicConstraints } from './basic-constraints.ts'
import { checkCriticalExtensions } from './critical-extensions.ts'
import { checkExtendedKeyUsage } from './extended-key-usage.ts'
import { checkExtensionProfile } from './extension-profile.ts'
import { checkKeyIdentifiers } from './key-identifiers.ts'
import { checkKey } from './key.ts'
import { checkKeyUsage } from './key-usage.ts'
import { checkNameConstraints } from './name-constraints/check.ts'
import { checkNames } from './names.ts'
import { checkPathLength } from './path-length.ts'
import { checkPeerName } from './peer-name.ts'
import { checkPolicies } from './policies.ts'
import { checkRevocation } from './revocation.ts'
import type { CertificateRule, LinkRule, PathRule } from './rule.ts'
import { checkSerial } from './serial.ts'
import { checkAlgorithm } from './algorithm.ts'
import { checkSignature } from './signature.ts'
import { checkValidity } from './validity.ts'
import { checkVersion } from './version.ts'
import { checkWebPki } from './web-pki.ts'

/** For every certificate in its place, in this order. */
export const certificateRules: readonly CertificateRule[] = [
  checkVersion,
  checkSerial,
  checkNames,
  checkValidity,
  checkAlgorithm,
  checkKey,
  checkCriticalExtensions,
  checkExtensionProfile,
  checkBasicConstraints,
  checkKeyUsage,
  checkExtendedKeyUsage,
  checkAlternativeNames,
  checkWebPki,
  checkPeerName,
]

/** For every certificate and the one whose subject is its issuer. */
export const linkRules: readonly LinkRule[] = [checkKeyIdentifiers, checkSignature]

/** For a whole path that ends at an anchor. */
export const pathRules: readonly PathRule[] = [
  checkPathLength,
  checkNameConstraints,
  checkPolicies,
  checkRevocation,
]

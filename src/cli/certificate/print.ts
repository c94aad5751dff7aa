import { Command } from 'commander'
import { type Config, loadConfig } from '../../config/config.ts'
import { loadSecrets } from '../../config/secrets.ts'
import { createContracts } from '../../contracts/contracts.ts'
import type { DepositCertificate } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import { verifyDepositCertificate } from '../../evidence/verify-certificate.ts'
import { loadIdentity } from '../../identity/identity.ts'
import { openOwnKey } from '../../identity/own-signer.ts'
import { printCertificate } from '../../print/print-certificate.ts'
import { oidOf } from '../../trust/names.ts'
import { certificateIn } from './file.ts'
import { finish, type Outcome } from '../command.ts'
import { writeNew } from '../files.ts'
import { asOption, configFile, type ConfigOptions, configOption } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'
import { type Believed, believed } from '../trust.ts'

type Options = ConfigOptions & { out: string; checkPage: string; directory?: string }

/** `gateway print`: a certificate that holds, as a signed PDF in the form's layout. */
export function printCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('print')
    .description('put a deposit certificate on paper: a signed PDF in the form’s layout 打印缴存使用证明')
    .argument('<certificate>', 'a deposit certificate (JWS), or an evidence bundle with one')
    .requiredOption('--out <file>', 'the PDF to write; a file that is there is never overwritten')
    .requiredOption(
      '--check-page <url>',
      'public check page of the issuing centre (https), for the QR code and to be typed by hand',
    )
    .option(...configOption)
    .option(...asOption)
    .option('--directory <file>', 'signed directory; default the file that the configuration names')
    .addHelpText(
      'after',
      '\nThe certificate is verified first, and what does not hold is not printed; one that has expired says so on paper.' +
        '\nSigned with the gateway’s signing key (PAdES B-B). The PDF holds personal data. Layout and checks: docs/printing.md',
    )
  return finish<Options>(command, shell, setExit, async (options, [file = '']) => {
    const contracts = createContracts()
    const config = loadConfig(configFile(options, shell), shell.environment, contracts)
    const trust = believed(options, shell, contracts)
    const token = certificateIn(file, contracts)
    const certificate = await verified(token, trust, shell.clock())
    return print({ token, certificate, trust, config }, options, shell)
  })
}

interface Job {
  token: Buffer
  certificate: DepositCertificate
  trust: Believed
  config: Config
}

async function print(
  { token, certificate, trust, config }: Job,
  options: Options,
  shell: Shell,
): Promise<Outcome> {
  const secrets = loadSecrets(config, shell.environment)
  const identity = loadIdentity(config, secrets)
  using signer = openOwnKey(config, secrets, identity)
  const at = shell.clock()
  const names = namesIn(trust, at)
  const { leaf, chain } = identity.sign
  const organisation = leaf.subject.attributes.find(({ oid }) => oid === oidOf.organizationName)?.text
  const addressee = names(certificate.addressee)
  const { pdf, unshown } = await printCertificate({
    token,
    certificate,
    ...(addressee !== undefined && { addressee }),
    checkPage: options.checkPage,
    printer: { code: config.member, name: names(config.member) ?? organisation ?? config.member },
    signer,
    chain: chain.map(({ der }) => der),
    at,
    sandbox: config.sandbox,
  })
  writeNew(options.out, pdf, { secret: true })
  const printed = {
    file: options.out,
    bytes: pdf.length,
    number: certificate.number,
    signedBy: config.member,
  }
  return {
    lines: [
      `✓ 已打印 printed: ${options.out}　${pdf.length} bytes`,
      `  编号 number: ${certificate.number}　签名 signed by: ${config.member}`,
      ...(unshown.length > 0
        ? [`! 字体缺字，纸面以码位代替 not in the font, printed as code points: ${unshown.join(' ')}`]
        : []),
    ],
    json: { ...printed, unshown },
  }
}

/** What the certificate says, where all of it holds; that it has expired is no reason not to print it. */
async function verified(token: Buffer, trust: Believed, now: number): Promise<DepositCertificate> {
  const verdict = await verifyDepositCertificate(token, trust.directory?.(), trust, now)
  const failed = verdict.findings.find(({ state, check }) => state !== 'holds' && check !== 'valid')
  if (verdict.certificate && !failed) return verdict.certificate
  const why = [failed?.check, failed?.code, failed?.detail].filter((text) => text !== undefined)
  throw new GatewayError('EVIDENCE_INVALID', {
    where: failed?.part ?? 'certificate',
    detail: `核验未通过 what does not hold: ${why.join(', ')}`,
  })
}

/** Members' names by the directory, where one is at hand. */
function namesIn(trust: Believed, now: number): (code: string) => string | undefined {
  const bytes = trust.directory?.()
  const members = bytes && trust.readDirectory(bytes, now).members
  return (code) => members?.get(code)?.name
}

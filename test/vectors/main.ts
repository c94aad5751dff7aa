import { parseArgs } from 'node:util'
import { describeReports, reportsAsJson, runPath, suites, totalOf, type Kind } from './run.ts'

const usage = `usage: npm run vectors -- [--json] [x509|jws] PATH

Runs cases of certificate paths and of JWS through the gateway's own validation, and counts what is right, wrongly accepted,
wrongly refused, and refused by policy (an algorithm or a kind of key that the gateway wants none of). PATH is a JSON file or a
folder of them. The kind is recognised by the content; naming one leaves out the other:
  x509  { "cases": [ { "leaf", … } ] }, see test/vectors/x509-case.ts; limbo.json of C2SP/x509-limbo
  jws   { "cases": [ { "token", … } ] }, see test/vectors/jws-case.ts; json_web_*_test.json of C2SP/wycheproof;
        the files of ietf-jose/cookbook
Exit status: 0; 1 when anything is wrongly accepted; 2 when there is nothing to run.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
})
const path = positionals.at(-1)
const kind = positionals.length > 1 ? positionals[0] : undefined

if (values.help) {
  process.stdout.write(usage)
} else if (path === undefined || positionals.length > 2 || !(kind === undefined || isKind(kind))) {
  process.stderr.write(usage)
  process.exitCode = 2
} else {
  const reports = await runPath(path, kind)
  process.stdout.write(values.json ? reportsAsJson(reports) : describeReports(reports))
  process.exitCode = exitStatus(totalOf(reports))
}

function isKind(name: string): name is Kind {
  return Object.hasOwn(suites, name)
}

function exitStatus({
  right,
  wronglyAccepted,
  wronglyRefused,
  refusedByPolicy,
}: ReturnType<typeof totalOf>): number {
  if (wronglyAccepted.length > 0) return 1
  return right.length + wronglyRefused.length + refusedByPolicy.length === 0 ? 2 : 0
}

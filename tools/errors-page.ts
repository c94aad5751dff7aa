import { catalogue, type CatalogueEntry } from '../src/errors.ts'

const sides = { caller: 'caller 请求方', us: 'answering gateway 本方', peer: 'peer 对方' }

/** docs/errors.md: one section per code, in the catalogue's order. */
export function errorsPage(): string {
  const sections = Object.entries<CatalogueEntry>(catalogue).map(([code, entry]) =>
    [
      `## ${code}`,
      '',
      `${entry.title.en} ${entry.title.zh}`,
      '',
      `| HTTP status | Fault | Counts against the peer’s breaker | Told to strangers |`,
      `| --- | --- | --- | --- |`,
      `| ${entry.status} | ${sides[entry.fault]} | ${entry.peerFailure ? 'yes' : 'no'} | ${entry.uniform ? 'as UNAUTHENTICATED' : 'as it is'} |`,
      '',
      `What to do: ${entry.remedy.en}`,
      '',
      `处置：${entry.remedy.zh}`,
      '',
    ].join('\n'),
  )
  return `${intro}\n${sections.join('\n')}`
}

const intro = `# Errors 错误码

Made by \`npm run codegen\` from \`src/errors.ts\`. Every error of every listener and command is one of these.
Over HTTP it is an RFC 9457 problem (\`schemas/parts/problem.json\`): signed where the caller's signature held, unsigned before that.
\`where\` names the place, \`requestId\` is the id in both sides' logs; neither ever holds personal data.
`

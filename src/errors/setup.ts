import { type CatalogueEntry, caller, us } from './entry.ts'

/** Setting up. */
export const setupErrors = {
  CONFIG_INVALID: us(
    500,
    { en: 'The configuration is not usable.', zh: '配置不可用。' },
    {
      en: 'Correct the place named; check with: gateway config check.',
      zh: '请更正所指位置，并用 gateway config check 检查。',
    },
  ),
  RESTART_REQUIRED: caller(
    409,
    {
      en: 'What changed in the configuration cannot change while the gateway runs; the one before stays in force.',
      zh: '配置中有运行时不可更改的内容，仍沿用原配置。',
    },
    {
      en: 'Change the members named in "where" in the file on the machine and restart the gateway, or put them back as they were and reload.',
      zh: 'where 所列项须在服务器上修改配置文件并重启网关；不重启的，请改回原值后重新加载。',
    },
  ),
  KEY_UNUSABLE: us(
    500,
    {
      en: 'A key or certificate file is missing, unreadable or does not fit.',
      zh: '密钥或证书文件缺失、不可读或互不匹配。',
    },
    {
      en: 'Put right what is named, as the detail says; docs/operations.md tells of every key and how it is made.',
      zh: '请按详情更正所指之处；各密钥及其生成方法见 docs/operations.md。',
    },
  ),
  SOURCE_UNAVAILABLE: us(
    503,
    { en: 'A configured source could not be read.', zh: '无法读取配置的来源。' },
    {
      en: 'Check the path or URL named, its permissions and the network; what was read before serves until it expires.',
      zh: '请检查所指路径或网址、其权限与网络；到期之前仍使用先前读取的内容。',
    },
  ),
  DIRECTORY_INVALID: us(
    503,
    {
      en: 'The directory is not signed by a known operator, or does not fit its schema.',
      zh: '目录未由已知运营方签名，或不符合模式。',
    },
    { en: 'Fetch the directory anew from the federation’s operator.', zh: '请向目录运营方重新获取目录。' },
  ),
  DIRECTORY_EXPIRED: us(
    503,
    { en: 'The directory has expired.', zh: '目录已过期。' },
    { en: 'Fetch the current directory from the federation’s operator.', zh: '请向目录运营方获取最新目录。' },
  ),
  DIRECTORY_ROLLED_BACK: us(
    503,
    { en: 'The directory is not newer than the one in use.', zh: '目录版本不高于当前使用的版本。' },
    {
      en: 'Keep the newer one; ask the operator which version is current.',
      zh: '请保留较新版本，并向运营方确认当前版本。',
    },
  ),
  DIRECTORY_DRAFT_INVALID: caller(
    422,
    { en: 'This directory is not fit to be signed.', zh: '该目录草稿不符合签发要求。' },
    {
      en: 'Correct the place named; schemas/directory.json describes every member.',
      zh: '请更正所指位置；各成员说明见 schemas/directory.json。',
    },
  ),
  PORT_IN_USE: us(
    500,
    { en: 'Another program listens at an address that is needed.', zh: '所需端口已被其他程序占用。' },
    {
      en: 'Stop that program (perhaps an earlier start of the same), or choose other ports.',
      zh: '请停止占用该端口的程序（可能是先前启动的同一程序），或改用其他端口。',
    },
  ),
  FILE_UNUSABLE: caller(
    422,
    { en: 'A file cannot be read or written.', zh: '文件无法读取或写入。' },
    { en: 'Check the path and its permissions.', zh: '请检查路径及其权限。' },
  ),
  FILE_EXISTS: caller(
    409,
    { en: 'The file is there already, and is not overwritten.', zh: '文件已存在，不予覆盖。' },
    {
      en: 'Name another file, or move this one away yourself.',
      zh: '请改用其他文件名，或自行移走该文件。',
    },
  ),
  BACKUP_INVALID: caller(
    422,
    { en: 'The backup is not whole, or was altered.', zh: '备份不完整或已被改动。' },
    {
      en: 'Take another copy of this backup, or an older backup, and verify that.',
      zh: '请改用该备份的其他副本或更早的备份，并先行核验。',
    },
  ),
  BACKUP_KEY_WRONG: caller(
    422,
    {
      en: 'This key or passphrase does not open the backup, which itself is whole.',
      zh: '备份本身完整，但该密钥或口令不能打开它。',
    },
    {
      en: 'Give the key file or passphrase that the backup was made with.',
      zh: '请提供制作该备份时使用的密钥文件或口令。',
    },
  ),
  SCHEMA_NEWER: caller(
    409,
    {
      en: 'The store or backup was made by a newer version of the gateway.',
      zh: '该存储或备份由更新版本的网关生成。',
    },
    { en: 'Use that version, or a newer one.', zh: '请使用该版本或更新版本的网关。' },
  ),
  STORE_IN_USE: caller(
    409,
    { en: 'A gateway is using the store.', zh: '有网关正在使用该存储。' },
    {
      en: 'Stop every gateway of this member first.',
      zh: '请先停止本机构的所有网关进程。',
    },
  ),
  USAGE_INVALID: caller(
    400,
    { en: 'The command was not understood.', zh: '命令用法有误。' },
    { en: 'See the command’s own --help.', zh: '请查看该命令的 --help。' },
  ),
  EVIDENCE_INVALID: caller(
    422,
    { en: 'The evidence does not hold.', zh: '证据不成立。' },
    {
      en: 'See the part named; ask the other side for its copy.',
      zh: '请查看所指部分，并向对方索取其副本。',
    },
  ),
  CERTIFICATE_NUMBER_UNKNOWN: caller(
    404,
    { en: 'No certificate of this number was issued here.', zh: '本机构未出具过该编号的证明。' },
    {
      en: 'Compare the number with the certificate; only the member that issued it can revoke it.',
      zh: '请与证明核对编号；只有出具机构可以撤销。',
    },
  ),
} as const satisfies Record<string, CatalogueEntry>

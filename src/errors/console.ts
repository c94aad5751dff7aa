import { type CatalogueEntry, caller, us } from './entry.ts'

/** Console: people at a browser, who read the first sentence. */
export const consoleErrors = {
  CONSOLE_SIGN_IN_REQUIRED: caller(
    401,
    { en: 'You are not signed in, or your sign-in has ended.', zh: '您尚未登录，或登录已到期。' },
    { en: 'Sign in again.', zh: '请重新登录。' },
  ),
  CONSOLE_LOCKED: caller(
    401,
    {
      en: 'The console was left alone for a while and has locked itself.',
      zh: '长时间未操作，经办台已锁定。',
    },
    { en: 'Sign in again to go on where you were.', zh: '请重新登录后继续。' },
  ),
  CONSOLE_FORBIDDEN: caller(
    403,
    { en: 'Your role does not include this.', zh: '您的岗位没有此项权限。' },
    {
      en: 'If your work needs it, ask whoever manages accounts of your agency for the role.',
      zh: '如工作需要，请联系本单位账号管理员开通相应岗位。',
    },
  ),
  CSRF_INVALID: caller(
    403,
    {
      en: 'The request did not come from an open page of the console.',
      zh: '该操作不是从经办台页面发出的。',
    },
    { en: 'Load the page again and repeat what you did.', zh: '请刷新页面后重试。' },
  ),
  SIGN_IN_REFUSED: caller(
    400,
    { en: 'The sign-in did not come to its end.', zh: '登录未完成。' },
    { en: 'Begin again from the sign-in page.', zh: '请返回登录页重新登录。' },
  ),
  IDENTITY_PROVIDER_UNAVAILABLE: us(
    503,
    { en: 'Signing in is not possible at the moment.', zh: '暂时无法登录。' },
    {
      en: 'Try again in a few minutes. Operators: check that office.console.identity.issuer can be reached from here and that its certificate is trusted.',
      zh: '请稍后再试。运维人员请检查网关能否访问 office.console.identity.issuer，以及其证书是否受信任。',
    },
  ),
  CONSOLE_NOT_BUILT: us(
    503,
    { en: 'The pages of the console have not been built.', zh: '经办台页面尚未构建。' },
    {
      en: 'Run npm run build where the gateway runs, and reload the page.',
      zh: '请在网关所在机器运行 npm run build，然后刷新页面。',
    },
  ),
  CONSOLE_BUSY: caller(
    429,
    { en: 'That was too much at once.', zh: '操作过于频繁。' },
    { en: 'Wait for a moment and go on.', zh: '请稍候片刻再继续。' },
  ),
  CASE_UNKNOWN: caller(
    404,
    { en: 'There is no such case, or nothing of that kind in it.', zh: '未找到该受理记录或其中的内容。' },
    {
      en: 'Look for it in the history; cases of other branches are not shown.',
      zh: '请在历史记录中查找；其他管理部的受理记录不显示。',
    },
  ),
  CASE_INVALID: caller(
    422,
    { en: 'Some of what was entered has to be corrected.', zh: '填写内容有误，请修改后重新提交。' },
    {
      en: 'Correct the places named; nothing was asked and nothing was kept.',
      zh: '请按提示修改；尚未发出查询，也未保存任何内容。',
    },
  ),
  REASON_REQUIRED: caller(
    422,
    { en: 'A reason of four characters or more is needed.', zh: '请填写查看原因，至少 4 个字。' },
    {
      en: 'Say for which business this is looked at; it is recorded.',
      zh: '请说明办理何项业务需要查看，本次操作将被记录。',
    },
  ),
  CERTIFICATE_NOT_GOOD: caller(
    422,
    {
      en: 'The certificate does not hold, and is no basis for a loan.',
      zh: '验签未通过，不能作为贷款依据。',
    },
    {
      en: 'It is not printed. Ask the centre again; if that does not help, have the operator look at the exchange.',
      zh: '不予打印。请重新查询；仍未通过时，请由运维人员检查该次交换。',
    },
  ),
  CERTIFICATE_WITHDRAWN: caller(
    422,
    {
      en: 'The issuing centre has withdrawn the certificate; it is no basis for a loan.',
      zh: '出具中心已撤销该证明，不能作为贷款依据。',
    },
    {
      en: 'It is not printed. Ask the centre again for another certificate.',
      zh: '不予打印。请重新查询，取得新的证明。',
    },
  ),
  CHECK_INVALID: caller(
    422,
    {
      en: 'The certificate number or the verification code is not written so.',
      zh: '编号或验证码有误。',
    },
    {
      en: 'Compare them with the paper: the number has 21 characters, the code 12.',
      zh: '请对照纸面重新输入：编号共 21 位，验证码共 12 位。',
    },
  ),
  CHECK_UNKNOWN: caller(
    404,
    {
      en: 'There is no certificate here with this number and this verification code.',
      zh: '没有与该编号和验证码相符的证明。',
    },
    {
      en: 'Compare both with the paper, and check at the address that is printed on it. If it stays so, ask the issuing centre.',
      zh: '请对照纸面核对编号与验证码，并在纸面所印网址核验；仍不相符时，请向出具中心核实。',
    },
  ),
  CHECK_BUSY: caller(
    429,
    { en: 'That was checked too often.', zh: '核验过于频繁。' },
    { en: 'Wait for a minute and try again.', zh: '请一分钟后再试。' },
  ),
  DOCUMENT_UNKNOWN: caller(
    422,
    {
      en: 'This file is not a certificate that a gateway of the federation printed.',
      zh: '该文件不是由公积金数据交换网关打印的证明。',
    },
    {
      en: 'Take the PDF as it was given out, not a scan or a photo; for paper, type number and verification code.',
      zh: '请使用原始 PDF 文件，扫描件、照片不能核验；纸质证明请输入编号与验证码。',
    },
  ),
  DIRECTORY_VERSION_UNKNOWN: caller(
    404,
    { en: 'No directory of that version was in force here.', zh: '本网关未曾使用该版本的目录。' },
    { en: 'Choose one of the versions that are shown.', zh: '请选择列出的版本。' },
  ),
  CONFIG_REFUSED: caller(
    422,
    {
      en: 'The configuration does not hold; the one before stays in force.',
      zh: '校验未通过，仍使用原版本。',
    },
    { en: 'Correct the place named, check again, then apply.', zh: '请更正所指位置，重新校验后再生效。' },
  ),
  CONFIG_CONFLICT: caller(
    409,
    { en: 'The configuration was changed meanwhile.', zh: '配置已被他人修改。' },
    {
      en: 'The candidate is kept: compare it with what is in force now, then go on from there. Where the file on the machine is not what is in force, reload it there or put it back first.',
      zh: '候选内容已保留：请核对它与当前配置的差异，再以新版本为基础继续。服务器上的文件与当前配置不一致的，请先在服务器上重新加载或恢复该文件。',
    },
  ),
  CONFIG_READ_ONLY: caller(
    409,
    {
      en: 'This gateway cannot write its configuration file.',
      zh: '本网关进程无权写入其配置文件。',
    },
    {
      en: 'Change the file on the machine and reload, or let the gateway’s user write it and its folder.',
      zh: '请在服务器上修改文件并重新加载，或授予网关用户对该文件及其目录的写权限。',
    },
  ),
  CONFIG_TEXT_UNKNOWN: caller(
    404,
    { en: 'No text of the configuration has this id.', zh: '没有该编号的历史配置。' },
    { en: 'Choose one of those that are shown.', zh: '请选择列出的历史配置。' },
  ),
} as const satisfies Record<string, CatalogueEntry>

import type { ConsoleRole } from '../../console/person.ts'
import { sandboxBranches, type SandboxPerson } from './people.ts'

const roleNames: Record<ConsoleRole, string> = {
  officer: '经办人员',
  supervisor: '主管',
  auditor: '审计人员',
  operator: '运维人员',
}

/** Choosing somebody is all there is to signing in: nobody here is real. */
export function signInPage(people: readonly SandboxPerson[], action: string): string {
  const choices = people.filter(({ disabled }) => !disabled).map(choice)
  return page(
    '选择登录人员',
    `<p>沙箱没有密码：请选择一位虚构人员登录经办台。 <span lang="en">No passwords here: choose somebody, nobody is real.</span></p>
<form method="post" action="${escaped(action)}">
<ul>
${choices.join('\n')}
</ul>
<p><button class="plain" name="cancel" value="1">取消 <span lang="en">Cancel</span></button></p>
</form>`,
  )
}

/** The provider's own form ends everything that the browser has here; a script sends it, and the button where there is none. */
export function signOutPage(form: string): string {
  return page(
    '正在退出',
    `${form}
<p><button form="op.logoutForm" name="logout" value="yes">退出 <span lang="en">Sign out</span></button></p>
<script src="/sign-out.js"></script>`,
  )
}

export const signOutScript = "document.querySelector('button[name=logout]').click()\n"

export function messagePage(title: string, text: string): string {
  return page(title, `<p>${escaped(text)}</p>`)
}

function choice({ staff, name, roles, branch }: SandboxPerson): string {
  const place = sandboxBranches.find(({ code }) => code === branch)?.name
  const about = [roles.map((role) => roleNames[role]).join('、'), place].filter(Boolean).join(' · ')
  return `<li><button name="staff" value="${escaped(staff)}"><strong>${escaped(name)}</strong> <span>${escaped(about)}</span></button></li>`
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · 沙箱统一身份认证</title>
<link rel="stylesheet" href="/sign-in.css">
</head>
<body>
<main>
<p class="banner">测试环境·虚构数据</p>
<h1>${escaped(title)}</h1>
${content}
</main>
</body>
</html>
`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

export const style = `body { margin: 0; font: 1rem/1.6 system-ui, 'Noto Sans SC', 'Microsoft YaHei', sans-serif; color: #1f2329; background: #f4f6f8; }
main { max-width: 30rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; }
.banner { margin: 0; padding: 0.25rem 0.75rem; background: #fdf0d5; color: #6b4a00; border-radius: 0.25rem; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.75rem; }
button { font: inherit; color: inherit; width: 100%; min-height: 3rem; padding: 0.75rem 1rem; text-align: start; background: #fff; border: 1px solid #6f7780; border-radius: 0.375rem; cursor: pointer; }
button:hover { background: #eaf2fb; }
button:focus-visible { outline: 3px solid #0b57a4; outline-offset: 2px; }
button.plain { width: auto; }
`

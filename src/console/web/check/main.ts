import type { ShownCheck } from '../../shown/check.ts'
import '../style/tokens.css'
import '../style/base.css'
import './check.css'
import { scanned } from './entry.ts'
import { CheckRefused, checkFile, checkTyped } from './send.ts'
import { refusalOf, resultOf } from './view.ts'
import { outcomeSaid } from './words.ts'

const form = one('typed', HTMLFormElement)
const number = one('number', HTMLInputElement)
const code = one('code', HTMLInputElement)
const file = one('file', HTMLInputElement)
const drop = one('drop', HTMLElement)
const news = one('news', HTMLElement)
const result = one('result', HTMLElement)
/** Of answers that come late only the last asked for is shown. */
let latest = 0

form.addEventListener('submit', (event) => {
  event.preventDefault()
  if (namedFaults().length === 0) void show(checkTyped(number.value, code.value))
})
file.addEventListener('change', () => {
  const chosen = file.files?.[0]
  if (chosen) void show(checkFile(chosen))
  // So that the same file can be chosen once more.
  file.value = ''
})
for (const type of ['dragover', 'dragleave', 'drop'] as const) {
  document.addEventListener(type, (event) => {
    event.preventDefault()
    drop.classList.toggle('over', type === 'dragover')
    const dropped = type === 'drop' ? event.dataTransfer?.files[0] : undefined
    if (dropped) void show(checkFile(dropped))
  })
}
addEventListener('hashchange', readFragment)
readFragment()

/** What was scanned is checked at once, and no longer stands in the address, which people copy. */
function readFragment(): void {
  const entry = scanned(location.hash)
  if (!entry) return
  history.replaceState(undefined, '', location.pathname)
  number.value = entry.number
  code.value = entry.code
  void show(checkTyped(entry.number, entry.code))
}

async function show(asked: Promise<ShownCheck>): Promise<void> {
  const mine = (latest += 1)
  for (const field of [number, code]) told(field, '')
  news.textContent = '正在核验…'
  result.hidden = true
  try {
    const shown = await asked
    if (mine !== latest) return
    news.textContent = `核验结果：${outcomeSaid(shown).title}`
    put(resultOf(shown))
  } catch (thrown) {
    if (mine !== latest) return
    refuse(thrown instanceof CheckRefused ? thrown : new CheckRefused('系统暂时出现问题，请稍后再试。'))
  }
}

function refuse({ message, hint, where }: CheckRefused): void {
  const field = where === '/number' ? number : where === '/code' ? code : undefined
  news.textContent = message
  if (!field) return put(refusalOf(message, hint))
  told(field, field === number ? '编号有误，请对照纸面' : '验证码有误，请对照纸面')
  field.focus()
}

function put(content: Node[]): void {
  result.replaceChildren(...content)
  result.hidden = false
  result.scrollIntoView({ block: 'nearest' })
}

/** Fields that are empty, each told so; the first gets the focus. */
function namedFaults(): HTMLInputElement[] {
  const empty = [number, code].filter((field) => {
    const missing = field.value.trim() === ''
    told(field, missing ? (field === number ? '请输入编号' : '请输入验证码') : '')
    return missing
  })
  empty[0]?.focus()
  return empty
}

function told(field: HTMLInputElement, fault: string): void {
  const place = one(`${field.id}-fault`, HTMLElement)
  place.textContent = fault
  place.hidden = fault === ''
  if (fault) field.setAttribute('aria-invalid', 'true')
  else field.removeAttribute('aria-invalid')
}

function one<T extends HTMLElement>(id: string, type: abstract new () => T): T {
  const found = document.getElementById(id)
  if (found instanceof type) return found
  throw new TypeError(`no ${id}`)
}

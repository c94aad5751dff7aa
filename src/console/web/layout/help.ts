import { ref } from 'vue'

export const helpShown = ref(false)

export function showHelp(): void {
  helpShown.value = true
}

/** Every shortcut is a function key or has a modifier, so that nothing typed or dictated sets one off (WCAG 2.1.4). */
export const shortcuts: readonly { keys: string; does: string }[] = [
  { keys: 'Ctrl + /', does: '打开本帮助' },
  { keys: 'F2', does: '新建查询：到身份证号，读卡器也从这里填写' },
  { keys: 'Ctrl + Enter', does: '新建查询：提交' },
  { keys: 'Ctrl + P', does: '证明：打印' },
  { keys: 'Tab、Shift + Tab', does: '在链接、输入框和按钮之间移动' },
  { keys: 'Esc', does: '关闭对话框' },
]

import { notify } from '../../notices.ts'
import { saveFile } from '../../save-file.ts'

/**
 * Opens the print dialog for a PDF, in a frame that nobody sees; the frame stays until the next, as the dialog needs it. A browser
 * that shows PDFs in a way of its own lets nobody print them from outside: there the file is handed over.
 */
export function printFile(blob: Blob, name: string): void {
  document.querySelector('iframe[data-paper]')?.remove()
  const frame = document.createElement('iframe')
  frame.dataset.paper = ''
  frame.className = 'hidden-text'
  frame.title = '打印'
  frame.ariaHidden = 'true'
  frame.tabIndex = -1
  frame.addEventListener('load', () => {
    try {
      if (!frame.contentWindow) throw new TypeError('no window')
      frame.contentWindow.print()
    } catch {
      saveFile(blob, name)
      notify('浏览器不能直接打印，已下载 PDF，请打开后打印')
    }
  })
  frame.src = URL.createObjectURL(blob)
  document.body.append(frame)
}

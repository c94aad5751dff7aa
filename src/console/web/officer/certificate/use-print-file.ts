import { onScopeDispose, watch } from 'vue'
import { notify } from '../../notices.ts'
import { saveFile } from '../../save-file.ts'
import { locked } from '../../session.ts'

/**
 * Opens the print dialog for a PDF, in a frame that nobody sees. As paper is not masked, the frame and its bytes go with the page, at
 * a lock, and at the next. Not at `afterprint`: Chromium hands the PDF to its viewer and says so before the dialog is even open.
 */
export function usePrintFile(): (blob: Blob, name: string) => void {
  let clear = (): void => {}

  watch(locked, (isLocked) => isLocked && clear())
  onScopeDispose(() => clear())
  return (blob, name) => {
    clear()
    const address = URL.createObjectURL(blob)
    const frame = hiddenFrame(address)
    clear = () => {
      frame.remove()
      URL.revokeObjectURL(address)
    }
    frame.addEventListener('load', () => print(frame, blob, name))
    document.body.append(frame)
  }
}

function hiddenFrame(address: string): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.dataset.paper = ''
  frame.className = 'hidden-text'
  frame.title = '打印'
  frame.ariaHidden = 'true'
  frame.tabIndex = -1
  frame.src = address
  return frame
}

/** A browser that shows PDFs in a way of its own lets nobody print them from outside: there the file is handed over. */
function print(frame: HTMLIFrameElement, blob: Blob, name: string): void {
  try {
    if (!frame.contentWindow) throw new TypeError('no window')
    frame.contentWindow.print()
  } catch {
    saveFile(blob, name)
    notify('浏览器不能直接打印，已下载 PDF，请打开后打印')
  }
}

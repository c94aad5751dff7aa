import { aesEncrypted } from '../aes.ts'
import { type Convention, valueOf } from './convention.ts'

/** AES-ECB in base64 over application id, interface name and seconds, by the application key without dashes. */
export function huidaoSignature(appid: string, apiname: string, seconds: string, appKey: string): string {
  return aesEncrypted(Buffer.from(appid + apiname + seconds), 'ecb', appKey.replaceAll('-', '')).toString(
    'base64',
  )
}

/** Shanghai's gateway (上海汇道), which takes an encryption for a signature: it covers the interface's name and the time. */
export const huidao: Convention = {
  needs: ['appid', 'apiname', 'appKey'],
  takes: [],
  headers(values, { at }) {
    const [appid, apiname] = [valueOf(values, 'appid'), valueOf(values, 'apiname')]
    const seconds = String(Math.floor(at / 1000))
    return { appid, apiname, signature: huidaoSignature(appid, apiname, seconds, valueOf(values, 'appKey')) }
  },
}

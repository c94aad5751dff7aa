import { instantOf } from './instants.ts'

/** What somebody typed to find messages. Times as datetime-local fields give them. */
export interface MessageForm {
  exchangeId: string
  peer: string
  from: string
  to: string
  outcome: string
  idNumber: string
}

/** POST /console/v1/messages/search */
export interface MessageSearch {
  exchangeId?: string
  peer?: string
  from?: string
  to?: string
  outcome?: string
  idNumber?: string
}

export const emptyForm: MessageForm = {
  exchangeId: '',
  peer: '',
  from: '',
  to: '',
  outcome: '',
  idNumber: '',
}

/** Only what was given, as the server takes it. */
export function searchOf(form: MessageForm): MessageSearch {
  const told = {
    exchangeId: form.exchangeId.trim(),
    peer: form.peer.trim(),
    from: instantOf(form.from) ?? '',
    to: instantOf(form.to) ?? '',
    outcome: form.outcome.trim(),
    idNumber: form.idNumber.replaceAll(/\s/g, '').toUpperCase(),
  }
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== ''))
}

export interface FieldFault {
  field: keyof MessageForm
  text: string
}

/** What is wrong with a form, by field, before anything is sent. */
export function formFaults(form: MessageForm): FieldFault[] {
  const { from, to, peer, outcome, idNumber } = searchOf(form)
  const faults: FieldFault[] = []
  if (peer !== undefined && !/^[0-9]{9}([0-9]{6})?$/.test(peer))
    faults.push({ field: 'peer', text: '机构代码应为 15 位或 9 位数字' })
  if (outcome !== undefined && !/^[A-Za-z_-]{1,64}$/.test(outcome))
    faults.push({ field: 'outcome', text: '结果应为英文代码，如 issued 或 PEER_TIMEOUT' })
  if (from !== undefined && to !== undefined && from > to)
    faults.push({ field: 'to', text: '结束时间应晚于开始时间' })
  if (idNumber !== undefined && !/^[0-9]{17}[0-9X]$/.test(idNumber))
    faults.push({ field: 'idNumber', text: '身份证号应为 18 位' })
  return faults
}

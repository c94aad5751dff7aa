import type { ServiceName } from '../../../contracts/generated/types.ts'
import { endOf, instantOf } from './instants.ts'

/** What somebody typed to find messages. Times as datetime-local fields give them. */
export interface MessageForm {
  exchangeId: string
  peer: string
  direction: '' | NonNullable<MessageSearch['direction']>
  from: string
  to: string
  state: '' | NonNullable<MessageSearch['state']>
  outcome: string
  service: '' | NonNullable<MessageSearch['service']>
  idNumber: string
}

/** POST /console/v1/messages/search */
export interface MessageSearch {
  exchangeId?: string
  /** Code, or a part of the name. */
  peer?: string
  direction?: 'asked' | 'answered'
  from?: string
  to?: string
  state?: 'sent' | 'answered' | 'no-record' | 'refused' | 'not-asked'
  outcome?: string
  /** Left out: all but pings. */
  service?: 'all' | ServiceName
  idNumber?: string
}

export const emptyForm: MessageForm = {
  exchangeId: '',
  peer: '',
  direction: '',
  from: '',
  to: '',
  state: '',
  outcome: '',
  service: '',
  idNumber: '',
}

/** Only what was given, as the server takes it. */
export function searchOf(form: MessageForm): MessageSearch {
  const told = {
    exchangeId: form.exchangeId.trim(),
    peer: form.peer.trim(),
    direction: form.direction,
    from: instantOf(form.from) ?? '',
    to: endOf(form.to) ?? '',
    state: form.state,
    outcome: form.outcome.trim(),
    service: form.service,
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
  const { from, to, outcome, idNumber } = searchOf(form)
  const faults: FieldFault[] = []
  if (outcome !== undefined && !/^[A-Za-z_-]{1,64}$/.test(outcome))
    faults.push({
      field: 'outcome',
      text: '结果代码应为英文，如 issued 或 PEER_TIMEOUT；按中文查找请选择状态',
    })
  if (from !== undefined && to !== undefined && from > to)
    faults.push({ field: 'to', text: '结束时间应晚于开始时间' })
  if (idNumber !== undefined && !/^[0-9]{17}[0-9X]$/.test(idNumber))
    faults.push({ field: 'idNumber', text: '身份证号应为 18 位' })
  return faults
}

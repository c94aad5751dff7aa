/** The header `typ` of each kind of message (RFC 7515 section 4.1.9): a receipt can't pass for a request. */
export const messageType = {
  request: 'hpf-request+jws',
  answer: 'hpf-answer+jws',
  problem: 'hpf-problem+jws',
  certificate: 'hpf-certificate+jws',
  directory: 'hpf-directory+jws',
  result: 'hpf-result+jws',
  backup: 'hpf-backup+jws',
  officeRequest: 'hpf-office-request+jws',
  callback: 'hpf-callback+jws',
} as const

export type MessageType = (typeof messageType)[keyof typeof messageType]

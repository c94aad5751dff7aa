export type Fault = (where: string, zh: string, en: string) => undefined

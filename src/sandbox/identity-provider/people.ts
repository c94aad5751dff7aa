import { existsSync, readFileSync } from 'node:fs'
import type { ConsoleRole } from '../../console/person.ts'
import { type IdentityFiles, put } from '../files.ts'

/** Somebody who signs in to the sandbox's console; nobody is real. */
export interface SandboxPerson {
  /** Staff number, by which the person is known. */
  staff: string
  name: string
  roles: readonly ConsoleRole[]
  branch?: string
  /** Known no longer (离职、停用). */
  disabled?: boolean
}

export const sandboxBranches = [
  { code: 'jinling', name: '金陵管理部' },
  { code: 'jianye', name: '建邺管理部' },
]

export const sandboxPeople: readonly SandboxPerson[] = [
  { staff: 'lin.yue', name: '林悦', roles: ['officer'], branch: 'jinling' },
  { staff: 'zhou.hang', name: '周航', roles: ['officer'], branch: 'jianye' },
  { staff: 'xu.ning', name: '许宁', roles: ['supervisor'], branch: 'jinling' },
  { staff: 'he.jing', name: '何静', roles: ['auditor'] },
  { staff: 'jiang.chuan', name: '江川', roles: ['operator'] },
]

/** As the file says at this moment: it can be edited while the provider runs. */
export function peopleIn({ people }: IdentityFiles): readonly SandboxPerson[] {
  return existsSync(people) ? (JSON.parse(readFileSync(people, 'utf8')) as SandboxPerson[]) : sandboxPeople
}

/** Whoever may sign in now. */
export function findPerson(files: IdentityFiles, staff: string): SandboxPerson | undefined {
  return peopleIn(files).find((person) => person.staff === staff && !person.disabled)
}

/** Changes somebody, such as `{ disabled: true }`; it takes effect at once. */
export function changePerson(files: IdentityFiles, staff: string, change: Partial<SandboxPerson>): void {
  const changed = peopleIn(files).map((person) =>
    person.staff === staff ? { ...person, ...change } : person,
  )
  put(files.people, `${JSON.stringify(changed, null, 2)}\n`)
}

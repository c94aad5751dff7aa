import { isMisread } from '../misread.ts'
import { read, type Read } from './read.ts'

/** Text of 1 to 200 characters, as it is: what a wrong character set made of it is not repaired, and refused where it shows. */
export function text(given: string): Read | undefined {
  return [...given].length > 200 || isMisread(given) ? undefined : read(given)
}

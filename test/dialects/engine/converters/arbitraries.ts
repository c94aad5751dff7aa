import * as fc from 'fast-check'

/** Anything that could stand in a value, and much that looks like one. */
export function junk(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'0123456789-/.,:%年月日eE+ ') }),
    fc.constantFrom('1e400', '6e3', '-0', '0x10', 'NaN', 'Infinity', '无', '__proto__', 'null'),
  )
}

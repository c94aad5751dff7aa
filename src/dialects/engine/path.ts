import { Numeral, type Tree } from './tree.ts'

/** A value of a tree, and its path in the tree's own spelling. */
export interface Place {
  path: string
  value: Tree
}

type Branch = Tree[] | { [name: string]: Tree }

/** Path of the whole. */
const whole = '.'

/** The value at a path such as `data/0/grzh`; undefined where there is none. */
export function at(tree: Tree, path: string): Tree | undefined {
  return placeAt(tree, path)?.value
}

/**
 * The value at a path, with the names as the tree writes them: a name that is not there is looked for without regard to
 * case, as one vendor writes xingming, xingMing and XingMing; where two would do, none does.
 */
export function placeAt(tree: Tree, path: string): Place | undefined {
  let place: Place = { path: whole, value: tree }
  for (const name of path === whole ? [] : path.split('/')) {
    const next = step(place, name.replaceAll('~1', '/'))
    if (!next) return undefined
    place = next
  }
  return place
}

/** A path that begins at `base`, as one that begins at the whole. */
export function join(base: string, path: string): string {
  if (path === whole) return base
  return base === whole ? path : `${base}/${path}`
}

/** The values directly inside; none of what is no list or object. */
export function placesInside({ path, value }: Place): Place[] {
  if (!isBranch(value)) return []
  return Object.entries(value).map(([name, inside]) => ({ path: pathOf(path, name), value: inside }))
}

/** A list or an object, and no value by itself. */
export function isBranch(tree: Tree): tree is Branch {
  return typeof tree === 'object' && tree !== null && !(tree instanceof Numeral)
}

function step({ path, value }: Place, name: string): Place | undefined {
  if (Array.isArray(value)) {
    const inside = /^\d{1,6}$/.test(name) ? value[Number(name)] : undefined
    return inside === undefined ? undefined : { path: pathOf(path, String(Number(name))), value: inside }
  }
  if (!isBranch(value)) return undefined
  const found = Object.hasOwn(value, name) ? name : onlyAlike(Object.keys(value), name)
  const inside = found === undefined ? undefined : value[found]
  return found === undefined || inside === undefined
    ? undefined
    : { path: pathOf(path, found), value: inside }
}

function onlyAlike(names: readonly string[], name: string): string | undefined {
  const wanted = name.toLowerCase()
  const alike = names.filter((each) => each.toLowerCase() === wanted)
  return alike.length === 1 ? alike[0] : undefined
}

function pathOf(base: string, name: string): string {
  return join(base, name.replaceAll('/', '~1'))
}

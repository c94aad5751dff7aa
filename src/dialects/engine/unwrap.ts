import { isBranch } from './path.ts'
import type { Tree } from './tree.ts'

/** The tree with another value at a path that it has; the tree given stays as it is. */
export function replaced(tree: Tree, path: string, value: Tree): Tree {
  return path === '.' ? value : inside(tree, path.split('/'), value)
}

function inside(tree: Tree, [first, ...rest]: readonly string[], value: Tree): Tree {
  if (first === undefined) return value
  if (!isBranch(tree)) return tree
  if (Array.isArray(tree))
    return tree.map((each, i) => (String(i) === first ? inside(each, rest, value) : each))
  const name = first.replaceAll('~1', '/')
  return Object.assign(Object.create(null), tree, { [name]: inside(tree[name] ?? null, rest, value) }) as Tree
}

import type { Context } from '../../src/composition/context.ts'

/** Has read what is published now: a refresh that was under way may have read before. */
export async function refreshed({ directory }: Pick<Context, 'directory'>): Promise<void> {
  await directory.refresh()
  await directory.refresh()
}

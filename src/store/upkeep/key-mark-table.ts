import { GatewayError } from '../../errors.ts'
import { change, row, type Work } from '../database.ts'

/** Tells one store key from another, and nothing of either. */
export function storeKeyMark(sealer: { keyedHash(text: string): string }): string {
  return sealer.keyedHash('which store key')
}

/** Of the key that the store is sealed with; undefined where none is noted, also in a store of an older schema. */
export function* keptKeyMark(): Work<string | undefined> {
  const step = yield* row("select name from migration where name = '0020-key-mark.sql'")
  if (!step) return undefined
  const kept = yield* row("select mark from key_mark where name = 'store'")
  return kept && String(kept['mark'])
}

/** Notes the key where none is noted; whoever comes second finds the mark of the first. */
export function* keepKeyMark(mark: string): Work<string | undefined> {
  yield* change("insert into key_mark (name, mark) values ('store', ?) on conflict do nothing", mark)
  return yield* keptKeyMark()
}

/** Two keys in one store could never be told apart again. Fails with KEY_UNUSABLE. `where` names the store. */
export function assertStoreKey(mark: string, kept: string | undefined, where: string): void {
  if (kept === undefined || kept === mark) return
  throw new GatewayError('KEY_UNUSABLE', {
    where,
    detail:
      '所给存储密钥并非该存储所用，请改用原密钥 the store key given (store.keyFile or GATEWAY_STORE_KEY) is not the one that this store is sealed with; give that one',
  })
}

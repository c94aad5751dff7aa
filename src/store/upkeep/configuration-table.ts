import { randomUUIDv7 } from 'node:crypto'
import type { ConfigurationTexts } from '../../console/board/ports.ts'
import { digestOf } from '../../domain/digest.ts'
import { GatewayError } from '../../errors.ts'
import { change, type Database, row, rows } from '../database.ts'
import type { Sealer } from '../sealer.ts'

const most = 50

export function createConfigurationTable({
  database,
  sealer,
}: {
  database: Database
  sealer: Sealer
}): ConfigurationTexts {
  return {
    async list() {
      const found = await database.read(() =>
        rows(
          'select id, at, staff, name, reason, text_digest from configuration_text order by at desc, id desc',
        ),
      )
      return found.map((each) => ({
        id: String(each['id']),
        at: Number(each['at']),
        by: { staff: String(each['staff']), name: String(each['name']) },
        reason: String(each['reason']),
        digest: String(each['text_digest']),
      }))
    },
    async text(id) {
      const found = await database.read(() => row('select sealed from configuration_text where id = ?', id))
      if (!found) return undefined
      try {
        return sealer.open(found['sealed'] as Uint8Array, contextOf(id)).toString()
      } catch (cause) {
        throw new GatewayError('EVIDENCE_INVALID', { where: `configuration text ${id}`, cause })
      }
    },
    async keep(texts) {
      const kept = texts.map((each) => {
        const [id, bytes] = [randomUUIDv7(), Buffer.from(each.text)]
        return { ...each, id, digest: digestOf(bytes), sealed: sealer.seal(bytes, contextOf(id)) }
      })
      await database.write(function* () {
        for (const { id, at, by, reason, digest, sealed } of kept)
          yield* change(
            'insert into configuration_text (id, at, staff, name, reason, text_digest, sealed) values (?, ?, ?, ?, ?, ?, ?)',
            id,
            at,
            by.staff,
            by.name,
            reason,
            digest,
            sealed,
          )
        yield* change(
          `delete from configuration_text where id not in
             (select id from configuration_text order by at desc, id desc limit ${most})`,
        )
      })
    },
  }
}

function contextOf(id: string): string {
  return `configuration text ${id}`
}

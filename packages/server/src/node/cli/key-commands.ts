import { rotateKeys } from '../../kit/keys/rotate.ts'
import { sealBank } from '../../sealed-tables.ts'
import { pkcs11In } from '../keys/pkcs11-file.ts'
import type { Command, Telling } from './command.ts'
import { keysOf, need, storeOf, storeOptions, unknownWord, whileOpen } from './open.ts'

const purposes = ['customer', 'index', 'field', 'audit'] as const
type Purpose = (typeof purposes)[number]

/** `crm keys provision`: the first keys of an HSM, made in it, once. */
async function provision(
  values: Parameters<Command['run']>[0],
  { tell }: Telling,
): Promise<number> {
  const hsm = pkcs11In(need(values, 'keys'))
  const made = await hsm?.provision()
  tell({ made: made ?? [] }, made?.length ? `made ${made.join(', ')}` : 'nothing was missing')
  return 0
}

/** `crm keys provision | status | seal | rotate --purpose customer|index|field|audit [--destroy-master]` */
export const keys: Command = {
  summary: {
    zh: '密钥:provision 在密码机中生成首批密钥,status 查看,seal 加密存量数据,rotate 轮换,public 输出验签公钥',
    en: 'Keys: `provision` an HSM, `status`, `seal` what lies open, `rotate`, `public` for verifiers',
  },
  usage: [
    'status --data DIR|--postgres URL --keys FILE',
    'rotate --purpose customer|index|field|audit … [--destroy-master]',
    'seal …',
    'provision --keys FILE',
    'public --keys FILE',
  ],
  options: { ...storeOptions, purpose: { type: 'string' }, 'destroy-master': { type: 'boolean' } },
  async run(values, say, words) {
    if (words[0] === 'provision') return provision(values, say)
    if (words[0] === 'public') {
      console.log(JSON.stringify(await keysOf(values).verifyingKeys()))
      return 0
    }
    if (!['status', 'seal', 'rotate'].includes(words[0] ?? ''))
      throw unknownWord('status, seal, rotate, provision, public')
    if (words[0] === 'rotate') need(values, 'purpose')
    const { tell } = say
    return whileOpen(await storeOf(values), async (store) => {
      for (const { bank_id } of await store.db.selectFrom('bank').select('bank_id').execute()) {
        await store.vault.ready(store.db, bank_id)
        if (words[0] === 'seal') {
          const rows = await sealBank(store, { bankId: bank_id })
          tell({ bankId: bank_id, rows }, `${bank_id}: ${rows} rows sealed`)
        } else if (words[0] === 'rotate') {
          const purpose = need(values, 'purpose') as Purpose
          if (!purposes.includes(purpose)) {
            tell({ error: 'purpose' }, `--purpose is one of ${purposes.join(', ')}`)
            return 2
          }
          const done = await rotateKeys(store, {
            bankId: bank_id,
            purpose,
            now: () => new Date().toISOString(),
            reseal: sealBank,
            destroyMaster: values['destroy-master'] === true,
          })
          tell(
            { bankId: bank_id, ...done },
            `${bank_id}: ${done.from} → ${done.to}, ${done.rows} rows`,
          )
        }
        const rows = await store.db
          .selectFrom('data_key')
          .select(['key_id', 'status', 'suite', 'master_key_id', 'created_at'])
          .where('bank_id', '=', bank_id)
          .orderBy('key_id')
          .execute()
        for (const row of rows)
          tell(
            { bankId: bank_id, ...row },
            `${row.key_id}  ${row.suite}  ${row.status}  ${row.created_at}`,
          )
      }
      return 0
    })
  },
}

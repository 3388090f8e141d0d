import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { CrmError } from '@crm/core'
import { auditInLines, exportAudit, toSyslog } from '../../kit/audit/export.ts'
import { auditInStore } from '../../kit/audit/store-source.ts'
import { type AuditReport, verifyAudit } from '../../kit/audit/verify.ts'
import type { VerifyingKey } from '../../kit/keys/key-service.ts'
import type { Store } from '../../kit/store/store.ts'
import { gmSuite } from '../keys/gm-suite.ts'
import { intlSuite } from '../keys/intl-suite.ts'
import { isSignedBy } from '../keys/sign.ts'
import type { Command, Telling } from './command.ts'
import { need, storeOf, storeOptions, unknownWord, type Values, whileOpen } from './open.ts'

interface Head {
  readonly n: number
  readonly seal: string
}

/** Every bank, or the one that `--bank` names. @throws `cli.nothing_there` */
async function banksOf(store: Store, { bank }: Values): Promise<{ readonly bank_id: string }[]> {
  const banks = await store.db.selectFrom('bank').select('bank_id').orderBy('bank_id').execute()
  if (typeof bank !== 'string') return banks
  const named = banks.filter(({ bank_id }) => bank_id === bank)
  if (named.length > 0) return named
  throw new CrmError('cli.nothing_there', 400, `There is no bank ${bank}.`, { bank })
}

function report({ tell }: Telling, bankId: string, found: AuditReport): number {
  const { fault, seals, rows, unsealed } = found
  const where = fault && (fault.seq === undefined ? `seal ${fault.n}` : `row ${fault.seq}`)
  tell(
    { bankId, ...found },
    fault
      ? `${bankId}: ${fault.code} at ${where}, under seal ${fault.n}`
      : `${bankId}: whole; ${rows} rows under ${seals} seals, ${unsealed} not sealed yet`,
  )
  return fault ? 1 : 0
}

/**
 * `crm audit verify --data DIR --keys FILE`, or offline `crm audit verify --file F --public-keys F`;
 * `crm audit export … [--syslog HOST]`.
 */
export const audit: Command = {
  summary: {
    zh: '审计:verify 校验链条与签名,export 导出',
    en: 'Audit: `verify` the chain and its signatures, `export` it',
  },
  usage: [
    'verify --data DIR|--postgres URL --keys FILE [--bank ID] [--head N:SEAL]',
    'verify --file FILE --public-keys FILE [--suite gm] [--head N:SEAL]',
    'export --data DIR|--postgres URL --keys FILE [--bank ID] [--syslog HOST]',
  ],
  options: {
    ...storeOptions,
    file: { type: 'string' },
    'public-keys': { type: 'string' },
    suite: { type: 'string' },
    syslog: { type: 'string' },
    head: { type: 'string' },
    bank: { type: 'string' },
  },
  async run(values, say, words) {
    const now = new Date().toISOString()
    const heads = typeof values.head === 'string' ? [readHead(values.head)] : []
    if (words[0] === 'verify' && typeof values.file === 'string') {
      const file = values.file
      const keys = JSON.parse(readFileSync(need(values, 'public-keys'), 'utf8')) as VerifyingKey[]
      const lines = () =>
        createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
      const { digest } = values.suite === 'gm' ? gmSuite : intlSuite
      const options = { digest, isSignedBy, verifyingKeys: keys, now, heads }
      return report(say, file, await verifyAudit(auditInLines(lines), options))
    }
    if (words[0] !== 'verify' && words[0] !== 'export') throw unknownWord('verify, export')
    return whileOpen(await storeOf(values), async (store) => {
      const banks = await banksOf(store, values)
      // One bank's seal says nothing of another's audit.
      if (heads.length > 0 && banks.length > 1) need(values, 'bank')
      let code = 0
      for (const { bank_id } of banks) {
        const source = auditInStore(store, bank_id)
        if (words[0] === 'export') {
          if (typeof values.syslog === 'string')
            for await (const row of source.rows())
              process.stdout.write(`${toSyslog(row, values.syslog)}\n`)
          else for await (const line of exportAudit(source)) process.stdout.write(line)
          continue
        }
        const keys = await store.vault.ready(store.db, bank_id)
        const verifyingKeys = await store.vault.service!.verifyingKeys()
        const { digest } = store.vault.suite!
        const options = { digest, isSignedBy, verifyingKeys, now, keys, heads }
        code = Math.max(code, report(say, bank_id, await verifyAudit(source, options)))
      }
      return code
    })
  },
}

/** `17:abc…`: a seal that a second place was told of. @throws `cli.option_invalid` */
function readHead(text: string): Head {
  const [, n, seal] = /^([1-9]\d{0,15}):([\w-]{16,})$/.exec(text) ?? []
  // What is no seal would be held against nothing, and the audit pass for whole.
  if (n === undefined || seal === undefined)
    throw new CrmError('cli.option_invalid', 400, `--head is N:SEAL, not ${text}.`, {
      name: 'head',
    })
  return { n: Number(n), seal }
}

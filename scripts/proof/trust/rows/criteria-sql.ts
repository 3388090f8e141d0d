import { type Criteria, checkCriteria, customerFields, isCrmError } from '@crm/core'
import { bank, qianJin } from '@crm/core/fixtures'
import { openTestBank } from '@crm/testing'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { criteriaToSql } from '../../../../packages/server/src/kit/criteria-sql.ts'
import { fieldColumns } from '../../../../packages/server/src/segments/columns.ts'
import { all, atLeast, type ProofLine, zero } from '../../line.ts'
import { otherValues, payloads, randomCriteria } from '../corpora/criteria-shapes.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { changedBetween, markStore } from '../store-mark.ts'
import { chance } from '../tamper.ts'

/** Criteria that are one step too large, or that hold what is no criteria, and how they are refused. */
function tooMuch(): readonly [unknown, string][] {
  const leaf: Criteria = { field: 'gender', is: 'eq', value: 'female' }
  const nest = (times: number): Criteria => (times === 0 ? leaf : { not: nest(times - 1) })
  const villages = (count: number): Criteria => ({
    field: 'village',
    is: 'in',
    value: Array.from({ length: count }, (_, at) => `v${at}`),
  })
  const keys = payloads.flatMap((text): [unknown, string][] => [
    [{ field: text, is: 'eq', value: 1 }, 'unknown_field'],
    [{ field: 'village', is: text, value: 'x' }, 'wrong_operator'],
    [{ field: 'gender', is: 'eq', value: text }, 'wrong_value'],
    [{ field: 'assetsFen', is: 'ge', value: text }, 'wrong_value'],
    [{ field: 'openedOn', is: 'ge', value: text }, 'wrong_value'],
    [{ ...leaf, [text]: 1 }, 'not_a_node'],
    [{ [text]: [leaf] }, 'not_a_node'],
  ])
  return [
    [nest(8), 'too_deep'],
    [nest(5_000), 'too_deep'],
    [{ all: Array.from({ length: 200 }, () => leaf) }, 'too_many_nodes'],
    [villages(5_001), 'list_too_long'],
    [{ field: 'village', is: 'eq', value: 'x'.repeat(201) }, 'wrong_value'],
    [{ field: '__proto__', is: 'eq', value: 1 }, 'unknown_field'],
    [{ field: 'constructor', is: 'eq', value: 1 }, 'unknown_field'],
    ...keys,
  ]
}

const refusalOf = (criteria: unknown): string => {
  try {
    checkCriteria(customerFields, criteria)
    return 'taken'
  } catch (error) {
    return isCrmError(error) ? String(error.context.why) : 'another error'
  }
}

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const random = chance(seed)
  const opened = await openTestBank()
  const { db } = opened.store
  const columns = fieldColumns(bank.businessDate)
  const compile = (criteria: Criteria) => {
    const met = criteriaToSql(checkCriteria(customerFields, criteria), columns, customerFields)
    return { met, text: sql`select ${met}`.compile(db).sql }
  }
  const count = full ? 50_000 : 10_000
  let moved = 0
  let leaked = 0
  let failed = 0
  const before = await markStore(opened.store)
  const ask = async (conditions: readonly RawBuilder<SqlBool>[]): Promise<boolean> =>
    sql`select ${sql.join(conditions.map((met) => sql`count(*) filter (where ${met})`))}
      from customer as c left join customer_facts as f
        on f.bank_id = c.bank_id and f.customer_id = c.customer_id`
      .execute(db)
      .then(
        () => true,
        () => false,
      )
  let batch: RawBuilder<SqlBool>[] = []
  const flush = async () => {
    // What fails together is asked again one by one, so that each failure is counted.
    if (batch.length > 0 && !(await ask(batch)))
      for (const met of batch) if (!(await ask([met]))) failed += 1
    batch = []
  }
  for (let at = 0; at < count; at++) {
    const criteria = randomCriteria(random)
    const { met, text } = compile(criteria)
    if (compile(otherValues(random, criteria)).text !== text) moved += 1
    if (/or 1=1|drop table|pg_sleep|union select/i.test(text)) leaked += 1
    batch.push(met)
    if (batch.length >= 40) await flush()
  }
  for (const value of payloads)
    for (const is of ['eq', 'startsWith', 'contains', 'in'] as const) {
      const { met, text } = compile({
        field: 'village',
        is,
        value: is === 'in' ? [value, 'x'] : value,
      })
      const plain = compile({ field: 'village', is, value: is === 'in' ? ['a', 'b'] : 'a' }).text
      if (text !== plain) moved += 1
      batch.push(met)
      if (batch.length >= 40) await flush()
    }
  await flush()
  const over = tooMuch()
  const refused = over.filter(([criteria, why]) => refusalOf(criteria) === why).length
  // And through the door, as somebody who may count.
  let throughDoor = 0
  for (const value of payloads.slice(0, full ? undefined : 60)) {
    const criteria = { field: 'village', is: 'eq', value }
    const answer = await opened.request(
      '/segments/preview',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ criteria }),
      },
      qianJin,
    )
    if (answer.status >= 500) throughDoor += 1
  }
  const changed = changedBetween(before, await markStore(opened.store)).filter(
    (table) => !['audit_event', 'daily_count', 'disclosed_customer'].includes(table),
  )
  await opened.close()
  const asked = `of ${count} criteria and ${payloads.length} texts in four places`
  return [
    atLeast('T12 texts that have broken other people’s SQL', payloads.length, 300, 'texts'),
    zero('T12 criteria that PostgreSQL could not read', failed, asked),
    zero('T12 statements that other values gave another text', moved, asked),
    zero('T12 statements with a value in their text', leaked, asked),
    all('T12 too deep, too many, too long or no criteria, refused by name', refused, over.length),
    zero('T12 answers of 500 through the door', throughDoor, 'answers'),
    zero('T12 tables that changed meanwhile', changed.length, 'tables'),
  ]
}

export const proof: TrustProof = { rows: ['T12'], run }

// A store that keeps what it is asked, to look at afterwards.
import type { Store } from '@crm/server'
import {
  type Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  PostgresQueryCompiler,
} from 'kysely'

/** A statement as the engine gets it. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** The same store, and every statement sent through it since it was last emptied. */
export function watchStore(store: Store): { readonly store: Store; readonly sent: Statement[] } {
  const sent: Statement[] = []
  const compiler = new PostgresQueryCompiler()
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }: PluginTransformQueryArgs) {
      const { sql, parameters } = compiler.compileQuery(node, queryId)
      sent.push({ sql, parameters })
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const watched = <Db extends Kysely<never>>(db: Db): Db => db.withPlugin(plugin) as Db
  return {
    sent,
    store: {
      ...store,
      db: watched(store.db as never) as unknown as Store['db'],
      transaction: (work, options) =>
        store.transaction((tx) => work(watched(tx as never) as never), options),
      health: () => store.health(),
      close: () => store.close(),
    },
  }
}

/** Tables of customers' data. */
const customers =
  /\b(?:from|join|into|update)\s+"?(customer|account|account_holder|holding|movement|reminder|customer_facts|consent_record|customer_place|interaction|interaction_addendum)"?(?=[\s"]|$)/
/** How a scope is written in a statement. */
const scoped = /"(?:branch_id|manager_id)" in \(|from customer_owner as o|\(false and not/
const THEIRS = /^(cus|rem|acc|int)_/
/** A customer whom a call has just given an id to is its own. */
const MADE = /^cus_p[0-9a-z]+0[0-9a-z]{5}$/

/** What a statement names: its parameters, and what stands in rows that are sent as JSON. */
const namedIn = (parameters: readonly unknown[]): readonly unknown[] =>
  parameters.flat().flatMap((one) => {
    if (typeof one !== 'string' || !one.startsWith('[{')) return [one]
    return (JSON.parse(one) as Record<string, unknown>[]).flatMap((row) => Object.values(row))
  })

/**
 * Those of a call's statements on customers' data that neither hold the caller's scope nor speak of a
 * customer whom an earlier statement of the same call found within it; and those on any data of a
 * bank that do not name the caller's.
 */
export function unscoped(call: readonly Statement[], bankId: string): readonly string[] {
  const found = new Set<unknown>()
  const faults: string[] = []
  for (const { sql, parameters } of call) {
    const names = namedIn(parameters)
    const ofBank = /bank_id/.test(sql) && names.includes(bankId)
    if (!ofBank && (customers.test(sql) || /bank_id/.test(sql))) faults.push(`bank: ${sql}`)
    if (!customers.test(sql)) continue
    const named = names.filter((one) => THEIRS.test(String(one)))
    if (scoped.test(sql)) for (const one of named) found.add(one)
    else if (!named.some((one) => found.has(one) || MADE.test(String(one))))
      faults.push(`scope: ${sql}`)
  }
  return faults
}

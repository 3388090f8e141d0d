import {
  type AccountDraft,
  type HolderDraft,
  type HoldingDraft,
  type MovementDraft,
  RowRefused,
} from '@crm/core'
import { sql } from 'kysely'
import type { Drafted, Sink, SinkContext } from '../kit/sink.ts'
import { type UpsertTarget, upsertRows } from '../kit/store/upsert.ts'
import { sealedAccount, sealedMovement } from './sealed.ts'

const accounts: UpsertTarget = {
  table: 'account',
  key: ['bank_id', 'customer_id', 'account_id'],
  versioned: true,
  sealed: sealedAccount,
  columns: {
    bank_id: 'text',
    customer_id: 'text',
    account_id: 'text',
    number: 'text',
    kind: 'text',
    product: 'text',
    currency: 'text',
    branch_id: 'text',
    opened_on: 'date',
    closed_on: 'date',
    balance_fen: 'bigint',
    balance_on: 'date',
    status: 'text',
  },
}
const holders: UpsertTarget = {
  table: 'account_holder',
  key: ['bank_id', 'customer_id', 'account_id'],
  columns: {
    bank_id: 'text',
    customer_id: 'text',
    account_id: 'text',
    owner_id: 'text',
    role: 'text',
  },
}
const holdings: UpsertTarget = {
  table: 'holding',
  key: ['bank_id', 'customer_id', 'holding_id'],
  versioned: true,
  columns: {
    bank_id: 'text',
    customer_id: 'text',
    holding_id: 'text',
    product: 'text',
    name: 'text',
    account_id: 'text',
    currency: 'text',
    amount_fen: 'bigint',
    rate_bp: 'int',
    instalment_fen: 'bigint',
    opened_on: 'date',
    matures_on: 'date',
    auto_renews: 'boolean',
    status: 'text',
  },
}
const movements: UpsertTarget = {
  table: 'movement',
  sealed: sealedMovement,
  key: ['bank_id', 'customer_id', 'movement_id'],
  columns: {
    bank_id: 'text',
    customer_id: 'text',
    movement_id: 'text',
    account_id: 'text',
    booked_on: 'date',
    amount_fen: 'bigint',
    currency: 'text',
    balance_fen: 'bigint',
    kind: 'text',
    channel: 'text',
    counterparty_name: 'text',
    counterparty_account: 'text',
    counterparty_bank: 'text',
    memo: 'text',
    seq: 'bigint',
  },
}

/** Which of these ids are in a table of the bank, with whose they are. */
async function ownersOf(
  { db, bankId }: SinkContext,
  table: 'customer' | 'account',
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const column = table === 'customer' ? 'customer_id' : 'account_id'
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const rows = await db
    .selectFrom(table as 'account')
    .select([`${column} as id` as 'account_id as id', 'customer_id'])
    .where('bank_id', '=', bankId)
    .where(column as 'account_id', '=', anyOf(wanted))
    .execute()
  return new Map(rows.map(({ id, customer_id }) => [id, customer_id]))
}
const anyOf = (ids: readonly string[]) => sql<string>`any(${ids}::text[])`

/** Rows whose account is there, each with its id and its owner; the others are refused. */
async function withAccounts<T extends { readonly accountKey?: string | undefined }>(
  rows: readonly Drafted<T>[],
  context: SinkContext,
): Promise<readonly (Drafted<T> & { accountId: string; ownerId: string })[]> {
  const named = await Promise.all(
    rows.map(async (row) => ({
      ...row,
      accountId: await context.idOf('acc', row.draft.accountKey ?? ''),
    })),
  )
  const owners = await ownersOf(
    context,
    'account',
    named.map(({ accountId }) => accountId),
  )
  return named.flatMap((row) => {
    const promised = context.isPromised(row.accountId) ? '' : undefined
    const ownerId = owners.get(row.accountId) ?? promised
    if (ownerId !== undefined) return [{ ...row, ownerId }]
    const why = new RowRefused('row.account_unknown', undefined, row.draft.accountKey)
    context.refuse(row.line, why)
    return []
  })
}

/** Accounts, each with its owner as its first holder; one of nobody is refused. */
export const accountSink: Sink<AccountDraft> = async (rows, context) => {
  const { db, bankId, idOf, refuse, isPromised } = context
  const named = await Promise.all(
    rows.map(async (row) => ({ ...row, ownerId: await idOf('cus', row.draft.ownerKey) })),
  )
  const known = await ownersOf(
    context,
    'customer',
    named.map(({ ownerId }) => ownerId),
  )
  const values: Record<string, unknown>[] = []
  for (const { line, draft, ownerId } of named) {
    if (!known.has(ownerId) && !isPromised(ownerId)) {
      refuse(line, new RowRefused('row.owner_unknown', undefined, draft.ownerKey))
      continue
    }
    values.push({
      bank_id: bankId,
      customer_id: ownerId,
      account_id: await idOf('acc', draft.key),
      number: draft.number,
      kind: draft.kind,
      product: draft.product,
      currency: draft.currency,
      branch_id: await idOf('brn', draft.branchKey),
      opened_on: draft.openedOn,
      closed_on: draft.closedOn,
      balance_fen: draft.balanceFen,
      balance_on: draft.balanceOn,
      status: draft.status,
    })
  }
  if (context.dry) return 0
  const accepted = await upsertRows(db, accounts, values, context.keys)
  const own = values.map(({ bank_id, customer_id, account_id }) => ({
    bank_id,
    customer_id,
    account_id,
    owner_id: customer_id,
    role: 'owner',
  }))
  await upsertRows(db, holders, own)
  return accepted
}

/** Holders; one of an account or a customer that is not there is refused. */
export const holderSink: Sink<HolderDraft> = async (rows, context) => {
  const { bankId, idOf, refuse, isPromised } = context
  const named = await Promise.all(
    (await withAccounts(rows, context)).map(async (row) => ({
      ...row,
      customerId: await idOf('cus', row.draft.customerKey),
    })),
  )
  const known = await ownersOf(
    context,
    'customer',
    named.map(({ customerId }) => customerId),
  )
  const values = named.flatMap(({ line, draft, accountId, ownerId, customerId }) => {
    if (known.has(customerId) || isPromised(customerId))
      return [
        {
          bank_id: bankId,
          customer_id: customerId,
          account_id: accountId,
          owner_id: ownerId,
          role: draft.role,
        },
      ]
    refuse(line, new RowRefused('row.owner_unknown', undefined, draft.customerKey))
    return []
  })
  return context.dry ? 0 : upsertRows(context.db, holders, values)
}

/** Holdings, of the customer they name or of their account's owner. */
export const holdingSink: Sink<HoldingDraft> = async (rows, context) => {
  const { bankId, idOf, refuse, isPromised } = context
  const onAccounts = await withAccounts(
    rows.filter(({ draft }) => draft.accountKey !== undefined),
    context,
  )
  const alone = rows
    .filter(({ draft }) => draft.accountKey === undefined)
    .map((row) => ({ ...row, accountId: undefined, ownerId: undefined }))
  const named = await Promise.all(
    [...onAccounts, ...alone].map(async (row) => ({
      ...row,
      customerId:
        row.draft.customerKey === undefined
          ? (row.ownerId ?? '')
          : await idOf('cus', row.draft.customerKey),
    })),
  )
  const known = await ownersOf(
    context,
    'customer',
    named.map(({ customerId }) => customerId),
  )
  const values: Record<string, unknown>[] = []
  for (const { line, draft, accountId, customerId } of named) {
    // One of an account that is promised belongs to whoever will own that.
    if (!known.has(customerId) && !isPromised(customerId) && !(customerId === '' && accountId)) {
      refuse(line, new RowRefused('row.owner_unknown', undefined, draft.customerKey))
      continue
    }
    values.push({
      bank_id: bankId,
      customer_id: customerId,
      holding_id: await idOf('hld', `${draft.product}|${draft.key}`),
      product: draft.product,
      name: draft.name,
      account_id: accountId,
      currency: draft.currency,
      amount_fen: draft.amountFen,
      rate_bp: draft.rateBp,
      instalment_fen: draft.instalmentFen,
      opened_on: draft.openedOn,
      matures_on: draft.maturesOn,
      auto_renews: draft.autoRenews,
      status: draft.status,
    })
  }
  return context.dry ? 0 : upsertRows(context.db, holdings, values)
}

/** Movements, of their account's owner. */
export const movementSink: Sink<MovementDraft> = async (rows, context) => {
  const { bankId, idOf } = context
  const named = await withAccounts(rows, context)
  if (context.dry) return 0
  const values = await Promise.all(
    named.map(async ({ seq, draft, accountId, ownerId }) => ({
      bank_id: bankId,
      customer_id: ownerId,
      movement_id: await idOf('mov', draft.key),
      account_id: accountId,
      booked_on: draft.bookedOn,
      amount_fen: draft.amountFen,
      currency: draft.currency,
      balance_fen: draft.balanceFen,
      kind: draft.kind,
      channel: draft.channel,
      counterparty_name: draft.counterpartyName,
      counterparty_account: draft.counterpartyAccount,
      counterparty_bank: draft.counterpartyBank,
      memo: draft.memo,
      seq,
    })),
  )
  return upsertRows(context.db, movements, values, context.keys)
}

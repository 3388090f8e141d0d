import { type BankId, type Branch, branchTree, type Staff } from '@crm/core'
import {
  bank,
  branches,
  castCustomers,
  castHolders,
  type Holder,
  type Member,
  staff,
} from '@crm/core/fixtures'
import {
  keepCustomerPlaces,
  keepStaffHistory,
  nameKeys,
  planRemindersJob,
  refreshFacts,
  type Store,
  sealBank,
} from '@crm/server'

type Db = Parameters<Parameters<Store['transaction']>[0]>[0]

/** Where the cast is put, and what is different about it there. */
export interface Planting {
  /** A bank of its own, beside others in the same store; the invented bank, unless told. */
  readonly bankId?: BankId
  /** Changes a row before it is written, so that one bank's rows can be told from another's. */
  readonly change?: <Row extends object>(table: string, row: Row) => Row
}

const officeRow = ({ id, parentId, name }: Branch) => ({
  branch_id: id,
  parent_id: parentId ?? null,
  name,
})

const pathRows = ({ id }: Branch) =>
  branchTree(branches, id).map((below) => ({ ancestor_id: id, descendant_id: below }))

const staffRow = ({ id, personId, name, branchId, roles }: Staff) => ({
  staff_id: id,
  person_id: personId,
  name,
  branch_id: branchId,
  roles: JSON.stringify(roles),
})

const customerRow = (member: Member) => ({
  customer_id: member.id,
  kind: member.kind,
  name: member.name,
  name_pinyin: nameKeys(member.name).pinyin,
  name_initials: nameKeys(member.name).initials,
  name_sound: nameKeys(member.name).sound,
  gender: member.gender ?? null,
  born_on: member.bornOn ?? null,
  birthday_calendar: member.birthdayCalendar,
  id_number: member.idNumber ?? null,
  phone: member.phone ?? null,
  village: member.village ?? null,
  address: member.address ?? null,
  branch_id: member.branchId,
  manager_id: member.managerId ?? '',
  opened_on: member.openedOn,
  status: member.status,
  source: 'cast',
  source_key: member.id,
})

const accountRow = (account: Member['accounts'][number]) => ({
  customer_id: account.customerId,
  account_id: account.id,
  number: account.number,
  kind: account.kind,
  product: account.product,
  currency: account.currency,
  branch_id: account.branchId,
  opened_on: account.openedOn,
  closed_on: account.closedOn ?? null,
  balance_fen: account.balanceFen ?? null,
  balance_on: account.balanceOn ?? null,
  status: account.status,
})

const ownerRow = (account: Member['accounts'][number]) => ({
  customer_id: account.customerId,
  account_id: account.id,
  owner_id: account.customerId,
  role: 'owner',
})

const holderRow = ({ customerId, accountId, ownerId, role }: Holder) => ({
  customer_id: customerId,
  account_id: accountId,
  owner_id: ownerId,
  role,
})

const holdingRow = (holding: Member['holdings'][number]) => ({
  customer_id: holding.customerId,
  holding_id: holding.id,
  product: holding.product,
  name: holding.name,
  account_id: holding.accountId ?? null,
  currency: holding.currency,
  amount_fen: holding.amountFen ?? null,
  rate_bp: holding.rateBp ?? null,
  instalment_fen: holding.instalmentFen ?? null,
  opened_on: holding.openedOn ?? null,
  matures_on: holding.maturesOn ?? null,
  auto_renews: holding.autoRenews ?? null,
  status: holding.status,
})

const movementRow = (movement: Member['movements'][number], seq: number) => ({
  customer_id: movement.customerId,
  movement_id: movement.id,
  account_id: movement.accountId,
  booked_on: movement.bookedOn,
  amount_fen: movement.amountFen,
  currency: movement.currency,
  balance_fen: movement.balanceFen ?? null,
  kind: movement.kind,
  channel: movement.channel ?? null,
  counterparty_name: movement.counterpartyName ?? null,
  counterparty_account: movement.counterpartyAccount ?? null,
  counterparty_bank: movement.counterpartyBank ?? null,
  memo: movement.memo ?? null,
  seq,
})

/** Put the cast into a store: their bank, its offices and staff, and all they have. */
export async function plantCast(store: Store, planting: Planting = {}): Promise<void> {
  const { bankId = bank.id } = planting
  await store.transaction((db) => plant(db, { ...planting, bankId }), { deadline: 60_000 })
  await sealBank(store, { bankId })
  await planRemindersJob(store, { bankId, asOf: bank.businessDate })
}

async function plant(db: Db, { bankId, change = (_, row) => row }: Planting & { bankId: BankId }) {
  const of = <Row extends object>(table: string, rows: readonly Row[]) =>
    rows.map((row) => change(table, { bank_id: bankId, ...row }))
  const { name, currency, businessDate: business_date } = bank
  await db
    .insertInto('bank')
    .values(of('bank', [{ name, currency, business_date }]))
    .execute()
  await db
    .insertInto('branch')
    .values(of('branch', branches.map(officeRow)))
    .execute()
  await db
    .insertInto('branch_path')
    .values(of('branch_path', branches.flatMap(pathRows)))
    .execute()
  await db
    .insertInto('staff')
    .values(of('staff', staff.map(staffRow)))
    .execute()
  await db
    .insertInto('customer')
    .values(of('customer', castCustomers.map(customerRow)))
    .execute()
  const accounts = castCustomers.flatMap((member) => member.accounts)
  await db
    .insertInto('account')
    .values(of('account', accounts.map(accountRow)))
    .execute()
  const holders = [...accounts.map(ownerRow), ...castHolders.map(holderRow)]
  await db.insertInto('account_holder').values(of('account_holder', holders)).execute()
  const holdings = castCustomers.flatMap((member) => member.holdings)
  await db
    .insertInto('holding')
    .values(of('holding', holdings.map(holdingRow)))
    .execute()
  const movements = castCustomers.flatMap((member) => member.movements)
  await db
    .insertInto('movement')
    .values(of('movement', movements.map(movementRow)))
    .execute()
  const ids = (people: readonly { readonly id: string }[]) => people.map(({ id }) => id)
  await keepStaffHistory(db, bankId, ids(staff))
  await keepCustomerPlaces(db, bankId, ids(castCustomers))
  await refreshFacts(db, bankId, 'all', bank.businessDate)
}

import { type Branch, branchTree, type Staff } from '@crm/core'
import { bank, branches, castCustomers, castHolders, type Member, staff } from '@crm/core/fixtures'
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
const bank_id = bank.id

const officeRow = ({ id, parentId, name }: Branch) => ({
  bank_id,
  branch_id: id,
  parent_id: parentId ?? null,
  name,
})

const pathRows = ({ id }: Branch) =>
  branchTree(branches, id).map((below) => ({ bank_id, ancestor_id: id, descendant_id: below }))

const staffRow = ({ id, personId, name, branchId, roles }: Staff) => ({
  bank_id,
  staff_id: id,
  person_id: personId,
  name,
  branch_id: branchId,
  roles: JSON.stringify(roles),
})

const customerRow = (member: Member) => ({
  bank_id,
  customer_id: member.id,
  kind: member.kind,
  name: member.name,
  name_pinyin: nameKeys(member.name).pinyin,
  name_initials: nameKeys(member.name).initials,
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
  bank_id,
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
  bank_id,
  customer_id: account.customerId,
  account_id: account.id,
  owner_id: account.customerId,
  role: 'owner',
})

const holdingRow = (holding: Member['holdings'][number]) => ({
  bank_id,
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
  bank_id,
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

/** Put the cast into an empty store: their bank, its offices and staff, and all they have. */
export async function plantCast(store: Store): Promise<void> {
  await store.transaction(plant, { deadline: 60_000 })
  await sealBank(store, { bankId: bank.id })
  await planRemindersJob(store, { bankId: bank.id, asOf: bank.businessDate })
}

async function plant(db: Db): Promise<void> {
  await db
    .insertInto('bank')
    .values({
      bank_id,
      name: bank.name,
      currency: bank.currency,
      business_date: bank.businessDate,
    })
    .execute()
  await db.insertInto('branch').values(branches.map(officeRow)).execute()
  await db.insertInto('branch_path').values(branches.flatMap(pathRows)).execute()
  await db.insertInto('staff').values(staff.map(staffRow)).execute()
  await db.insertInto('customer').values(castCustomers.map(customerRow)).execute()
  const accounts = castCustomers.flatMap((member) => member.accounts)
  await db.insertInto('account').values(accounts.map(accountRow)).execute()
  await db.insertInto('account_holder').values(accounts.map(ownerRow)).execute()
  await db
    .insertInto('account_holder')
    .values(
      castHolders.map(({ customerId, accountId, ownerId, role }) => ({
        bank_id,
        customer_id: customerId,
        account_id: accountId,
        owner_id: ownerId,
        role,
      })),
    )
    .execute()
  const holdings = castCustomers.flatMap((member) => member.holdings)
  await db.insertInto('holding').values(holdings.map(holdingRow)).execute()
  const movements = castCustomers.flatMap((member) => member.movements)
  await db.insertInto('movement').values(movements.map(movementRow)).execute()
  await keepStaffHistory(
    db,
    bank.id,
    staff.map(({ id }) => id),
  )
  await keepCustomerPlaces(
    db,
    bank.id,
    castCustomers.map(({ id }) => id),
  )
  await refreshFacts(db, bank.id, 'all', bank.businessDate)
}

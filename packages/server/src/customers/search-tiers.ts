import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ReadSession } from '../kit/session.ts'
import { type SearchText, TAIL } from './search-text.ts'
import { foldPinyin, oneSlipAway } from './typing-errors.ts'

/** One way in which customers are meant, and what those it finds are sorted by. */
export interface Tier {
  readonly where: RawBuilder<SqlBool>
  /** In the collation of its index, so that a page is read off the index and nothing is sorted. */
  readonly order: RawBuilder<string>
  /** Asked only when those before it find nobody: what is nearly meant, where nothing is. */
  readonly last?: boolean
}

/** A name's pinyin is no longer than this where slips are still looked for. */
const LONGEST_NAME = 30

const column = (name: string): RawBuilder<string> =>
  sql<string>`${sql.ref(`customer.${name}`)} collate "C"`
const none = sql<string>`''::text collate "C"`

const is = (name: string, value: string) => sql<SqlBool>`${column(name)} = ${value}`

/** One of many names: in the collation of the index, or every customer would be read. */
const isOneOf = (name: string, values: readonly string[]) =>
  sql<SqlBool>`${column(name)} = any(${values}::text[])`

/**
 * Begins with: as a range and not as a pattern. Behind row-level security a pattern is not let near the
 * index, since a function could tell of rows out of sight; comparisons are known not to.
 */
const begins = (name: string, prefix: string): RawBuilder<SqlBool> => {
  const last = prefix.codePointAt(prefix.length - 1) ?? 0
  const isLow = last >= 0xdc00 && last <= 0xdfff
  const head = prefix.slice(0, isLow ? -2 : -1)
  const letter = prefix.codePointAt(head.length) ?? 0
  // The next letter there is; the range of surrogates holds none.
  const next = String.fromCodePoint(letter === 0xd7ff ? 0xe000 : Math.min(letter + 1, 0x10ffff))
  return sql<SqlBool>`(${column(name)} >= ${prefix} and ${column(name)} < ${head + next})`
}

const reversed = (text: string): string => [...text].reverse().join('')

/** The tiers of a search, the nearest first. */
export function tiersOf(session: ReadSession, search: SearchText, sound: string): readonly Tier[] {
  const { text, letters, number } = search
  const exactly: Tier[] = [
    { where: is('name', text), order: none },
    {
      where: sql<SqlBool>`customer.customer_id = coalesce((select m.merged_into from customer as m
        where m.bank_id = ${session.bankId} and m.customer_id = ${text}), ${text})`,
      order: none,
    },
  ]
  // A name that the caller gets masked is found whole or not at all: letter by letter, a search would
  // spell it out.
  const byName = session.mayUse('customer', 'name', 'filter')
  if (number !== undefined)
    return [...numberTiers(session, number), ...(byName ? [nameTier(text)] : exactly.slice(0, 1))]
  if (!byName) return exactly
  if (letters !== undefined) return [...exactly, ...letterTiers(letters)]
  return [...exactly, ...characterTiers(session, text, sound)]
}

const nameTier = (text: string): Tier => ({ where: begins('name', text), order: column('name') })

const letterTiers = (letters: string): Tier[] => [
  { where: is('name_pinyin', letters), order: none },
  { where: is('name_initials', letters), order: none },
  { where: begins('name_pinyin', letters), order: column('name_pinyin') },
  { where: begins('name_initials', letters), order: column('name_initials') },
  ...(letters.length < 4 || letters.length > LONGEST_NAME
    ? []
    : [
        {
          where: begins('name_sound', foldPinyin(letters)),
          order: column('name_sound'),
          last: true,
        },
        { where: isOneOf('name_pinyin', oneSlipAway(letters)), order: none, last: true },
      ]),
]

function characterTiers(session: ReadSession, text: string, sound: string): Tier[] {
  const village = session.mayUse('customer', 'village', 'filter')
    ? [{ where: is('village', text), order: column('name') }]
    : []
  if (text.length < 2) return [nameTier(text), ...village]
  return [
    nameTier(text),
    // A given name alone: 桂芳 for 李桂芳.
    { where: begins('name_reversed', reversed(text)), order: column('name_reversed') },
    ...village,
    {
      where: sql<SqlBool>`(customer.kind = 'firm' and position(${text} in customer.name) > 0)`,
      order: column('name'),
      last: true,
    },
    // A clerk's ear: 李桂方 for 李桂芳.
    ...(sound.length < 4 ? [] : [{ where: is('name_sound', sound), order: none, last: true }]),
  ]
}

/**
 * Has this number, or stands for somebody merged who has it. As one look at the index of the number, since
 * a choice between two ways would read every customer.
 */
const among = ({ bankId }: ReadSession, name: string, values: readonly string[]) =>
  sql<SqlBool>`customer.customer_id in (select coalesce(m.merged_into, m.customer_id)
    from customer as m
    where m.bank_id = ${bankId} and ${sql.ref(`m.${name}`)} = any(${values}::text[]))`

/** Whose telephone a number is. */
export const phoneTiers = (session: ReadSession, number: string): readonly Tier[] => [
  { where: among(session, 'phone_index', session.keys.lookups('phone', number)), order: none },
]

/** Phones, ID and account numbers are found whole, through their blind indexes, or by their last four. */
function numberTiers(session: ReadSession, number: string): Tier[] {
  const { keys } = session
  // Whoever knows nothing of accounts does not find out by an account's number whose it is.
  const seesAccounts = session.scope('account').allow.length > 0
  const byAccount = (name: string, values: readonly string[]): Tier => ({
    where: sql<SqlBool>`customer.customer_id in (select coalesce(c.merged_into, c.customer_id) from account as a
      join account_holder as h on h.bank_id = a.bank_id and h.account_id = a.account_id
      join customer as c on c.bank_id = h.bank_id and c.customer_id = h.customer_id
      where a.bank_id = ${session.bankId} and ${sql.ref(`a.${name}`)} = any(${values}::text[]))`,
    order: none,
  })
  const whole: Tier[] = [
    ...phoneTiers(session, number),
    { where: among(session, 'id_number_index', keys.lookups('idNumber', number)), order: none },
    ...(seesAccounts ? [byAccount('number_index', keys.lookups('accountNumber', number))] : []),
  ]
  if (number.length !== TAIL) return whole
  return [
    ...whole,
    { where: among(session, 'phone_tail', keys.tailLookups('phone', number)), order: none },
    ...(seesAccounts ? [byAccount('number_tail', keys.tailLookups('accountNumber', number))] : []),
  ]
}

/** Everybody, by name where the caller may know it. */
export const everybody = (session: ReadSession): Tier => ({
  where: sql<SqlBool>`true`,
  order: session.mayUse('customer', 'name', 'sort') ? column('name') : none,
})

// The Berka files read by hand, without a line of the product: what the proofs hold it against.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Row = Readonly<Record<string, string>>

/** The data lines of a file, cut at semicolons, quotes taken off. */
function read(folder: string, file: string): Row[] {
  const [header = '', ...lines] = readFileSync(join(folder, file), 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')
  const cut = (line: string) => line.split(';').map((cell) => cell.replaceAll('"', ''))
  const names = cut(header)
  return lines.map((line) => Object.fromEntries(cut(line).map((cell, at) => [names[at], cell])))
}

/** 2452.00 as 245200. */
const cents = (text: string | undefined): number => Math.round(Number(text) * 100)

/** What the files say. */
export function readBerka(folder: string) {
  const clients = read(folder, 'client.asc')
  const accounts = read(folder, 'account.asc')
  const dispositions = read(folder, 'disp.asc')
  const movements = read(folder, 'trans_first_49102.asc')
  const loans = read(folder, 'loan_train.csv')
  const ownerOf = new Map(
    dispositions.filter(({ type }) => type === 'OWNER').map((d) => [d.account_id, d.client_id]),
  )
  // The last line of an account on its latest day tells its balance.
  const last = new Map<string, { day: string; balance: number }>()
  for (const { account_id = '', date = '', balance } of movements) {
    const held = last.get(account_id)
    if (!held || date >= held.day) last.set(account_id, { day: date, balance: cents(balance) })
  }
  const assets = new Map<string, number>()
  for (const [account, { balance }] of last) {
    const owner = ownerOf.get(account) ?? ''
    assets.set(owner, (assets.get(owner) ?? 0) + balance)
  }
  const borrowers = new Set(loans.map(({ account_id }) => ownerOf.get(account_id)))
  const isWoman = ({ birth_number = '' }: Row) => Number(birth_number.slice(2, 4)) > 50
  const sum = (type: (one: string) => boolean) =>
    movements
      .filter((movement) => type(movement.type ?? ''))
      .reduce((total, { amount }) => total + cents(amount), 0)
  return {
    counts: {
      districts: read(folder, 'district.asc').length,
      clients: clients.length,
      accounts: accounts.length,
      dispositions: dispositions.length,
      cards: read(folder, 'card.asc').length,
      loans: loans.length,
      orders: read(folder, 'order.asc').length,
      movements: movements.length,
    },
    amounts: { in: sum((type) => type === 'PRIJEM'), out: sum((type) => type !== 'PRIJEM') },
    loanSum: loans.reduce((total, { amount }) => total + cents(amount), 0),
    orderSum: read(folder, 'order.asc').reduce((total, { amount }) => total + cents(amount), 0),
    /** By the account's number as the files print it. */
    balances: new Map([...last].map(([account, { balance }]) => [account, balance])),
    /** Women with at least so much on their own accounts, and no loan on any of them. */
    womenSavers: (least: number) =>
      clients.filter(
        (client) =>
          isWoman(client) &&
          (assets.get(client.client_id ?? '') ?? 0) >= least &&
          !borrowers.has(client.client_id),
      ).length,
  }
}

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { BankId, defineSource } from '@crm/core'
import { chanceFrom } from '../proof/import/chance.ts'

const format = { delimiter: '|' } as const
const family = Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗')
const given = Array.from('桂芳建国秀英伟静敏强磊军洋勇艳杰娟涛明超霞平刚')
const DAY = '20260305'
const OFFICES = 40
const MOVEMENTS = 5

/** The core system of the bench: offices, customers, an account each, and five movements on it. */
export const source = defineSource({
  name: 'bench',
  title: { zh: '核心', en: 'Core' },
  bank: { id: BankId.parse('bnk_bench'), name: '试验银行', currency: 'CNY' },
  files: [
    {
      file: 'JG.dat',
      format,
      records: 'branches',
      read: (row) => ({ key: row.text('NO'), name: row.text('NAME') }),
    },
    {
      file: 'KH_{day}.dat',
      format,
      records: 'customers',
      read: (row) => ({
        key: row.text('NO'),
        kind: 'person',
        name: row.text('NAME'),
        bornOn: row.optionalPastDay('BORN', 'yyyymmdd'),
        birthdayCalendar: 'unknown',
        phone: row.digits('PHONE'),
        address: row.optional('ADDRESS'),
        branchKey: row.text('BRANCH'),
        openedOn: row.pastDay('SINCE', 'yyyymmdd'),
        status: 'active',
      }),
    },
    {
      file: 'ZH_{day}.dat',
      format,
      records: 'accounts',
      read: (row) => ({
        key: row.text('NO'),
        ownerKey: row.text('OWNER'),
        number: row.text('NO'),
        kind: 'savings',
        product: '活期储蓄',
        currency: 'CNY',
        branchKey: row.text('BRANCH'),
        openedOn: row.pastDay('SINCE', 'yyyymmdd'),
        status: 'open',
      }),
    },
    {
      file: 'LS_{day}.dat',
      format,
      records: 'movements',
      read: (row) => ({
        key: row.text('NO'),
        accountKey: row.text('ACCOUNT'),
        bookedOn: row.pastDay('DAY', 'yyyymmdd'),
        amountFen: row.fen('AMOUNT'),
        balanceFen: row.fen('BALANCE'),
        currency: 'CNY',
        kind: 'transfer',
        memo: row.optional('MEMO'),
      }),
    },
  ],
})

/** The same rows as tables of plain columns, for bare COPY. */
export const bareTables = {
  [`KH_${DAY}.dat`]: `customers_bare (no text, name text, born date, phone text, address text, branch text,
    since date)`,
  [`ZH_${DAY}.dat`]: 'accounts_bare (no text, owner text, branch text, since date)',
  [`LS_${DAY}.dat`]: `movements_bare (no text, account text, day date, amount numeric, balance numeric,
    memo text)`,
} as const

/** Write a day's files of so many customers. @returns how many data lines there are */
export async function writeDay(folder: string, customers: number): Promise<number> {
  const chance = chanceFrom(7)
  const branch = (no: number) => `B${no % OFFICES}`
  const account = (no: number) => `6228${String(480_000_000_000 + no)}`
  await write(folder, 'JG.dat', 'NO|NAME', OFFICES, (no) => `B${no}|网点${no}`)
  await write(
    folder,
    `KH_${DAY}.dat`,
    'NO|NAME|BORN|PHONE|ADDRESS|BRANCH|SINCE',
    customers,
    (no) => {
      const name = chance.of(family) + chance.of(given) + chance.of(given)
      const phone = `138${String(10_000_000 + no)}`
      return `C${no}|${name}|19${50 + (no % 50)}0105|${phone}|石桥镇幸福路${no}号|${branch(no)}|20150301`
    },
  )
  await write(folder, `ZH_${DAY}.dat`, 'NO|OWNER|BRANCH|SINCE', customers, (no) =>
    [account(no), `C${no}`, branch(no), '20150301'].join('|'),
  )
  // A day's movements come in the order of the day, not of the accounts.
  await write(
    folder,
    `LS_${DAY}.dat`,
    'NO|ACCOUNT|DAY|AMOUNT|BALANCE|MEMO',
    customers * MOVEMENTS,
    (no) =>
      [
        `T${no}`,
        account((no * 7919) % customers),
        `202602${String(10 + Math.floor(no / customers))}`,
        `${100 + (no % 900)}.25`,
        `${5_000 + (no % 9_000)}.50`,
        '代发工资',
      ].join('|'),
  )
  return customers * (2 + MOVEMENTS)
}

async function write(
  folder: string,
  name: string,
  head: string,
  rows: number,
  make: (no: number) => string,
): Promise<void> {
  const file = createWriteStream(join(folder, name))
  file.write(`${head}\n`)
  for (let at = 0; at < rows; at += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, rows - at) }, (_, n) => `${make(at + n)}\n`)
    if (!file.write(lines.join(''))) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
}

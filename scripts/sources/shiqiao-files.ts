import { createWriteStream, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { bank, branches, type GrownBank, growBank, staff } from '@crm/core/fixtures'
import { openSourceFolder } from '@crm/server/node'
import iconv from 'iconv-lite'
import * as layouts from '../../packages/core/fixtures/grow/file-rows.ts'
import { type Fault, faults } from './shiqiao-dirt.ts'

/** How far the writing is. */
export type OnFile = (file: string) => void

const day = bank.businessDate.replaceAll('-', '')

interface Printed {
  readonly prefix: string
  readonly columns: readonly string[]
  readonly lines: Iterable<string>
}

/** Everything the core system prints of a bank, kind by kind. Customers and offices keep their ids. */
function* printed(grown: GrownBank): Generator<Printed> {
  const numbers = new Map<string, string>()
  for (const { account } of grown.books) numbers.set(account.id, account.number)
  const keys = {
    branch: (id: string) => id,
    staff: (id: string) => id,
    customer: (id: string) => id,
    account: (id: string) => numbers.get(id) ?? '',
  }
  function* lines<T>(layout: layouts.Layout<T>, rows: Iterable<T>): Generator<string> {
    for (const row of rows)
      yield layout
        .cells(row, keys)
        .map((cell) => cell ?? '')
        .join('|')
  }
  const kind = <T>(layout: layouts.Layout<T>, rows: Iterable<T>): Printed => ({
    prefix: layout.prefix,
    columns: layout.columns,
    lines: lines(layout, rows),
  })
  yield kind(layouts.branchRows, branches)
  yield kind(layouts.staffRows, staff)
  yield kind(layouts.customerRows, grown.customers)
  yield kind(layouts.accountRows, grown.accounts)
  yield kind(layouts.holderRows, grown.holders)
  yield kind(layouts.holdingRows, grown.holdings)
  yield kind(layouts.movementRows, grown.movements)
}

/** The lines of a file with its faults put in, each at its line number. */
function* withFaults(
  lines: Iterable<string>,
  planted: readonly Fault[],
): Generator<string | Uint8Array> {
  const left = [...planted].sort((a, b) => a.line - b.line)
  let number = 1
  for (const line of lines) {
    number += 1
    while (left[0]?.line === number) {
      yield left.shift()!.text
      number += 1
    }
    yield line
  }
  for (const { text } of left) yield text
}

/** Write the bank's day-end files, in GB18030 as its core system prints them, faults and all. */
export async function writeShiqiaoFiles(
  folder: string,
  onFile: OnFile = () => {},
  growth?: Parameters<typeof growBank>[0],
): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { prefix, columns, lines } of printed(growBank(growth))) {
    const file = `${prefix}_${day}.dat`
    onFile(file)
    const out = createWriteStream(join(folder, file))
    out.write(iconv.encode(`${columns.join('|')}\n`, 'gb18030'))
    let held: Uint8Array[] = []
    for (const line of withFaults(
      lines,
      faults.filter((fault) => fault.prefix === prefix),
    )) {
      held.push(typeof line === 'string' ? iconv.encode(`${line}\n`, 'gb18030') : line)
      if (held.length < 2_000) continue
      if (!out.write(Buffer.concat(held)))
        await new Promise((resolve) => out.once('drain', () => resolve(undefined)))
      held = []
    }
    out.end(Buffer.concat(held))
    await finished(out)
  }
  writeFileSync(join(folder, '.complete'), day)
}

/** The bank's files in a folder, written the first time. */
export async function openShiqiao(folder: string, onFile?: OnFile) {
  if (!existsSync(join(folder, '.complete'))) await writeShiqiaoFiles(folder, onFile)
  return openSourceFolder(folder)
}

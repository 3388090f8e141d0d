// docs/map.json → docs/map.md: every feature that was asked for, and where it lives on each floor.
//   node scripts/write-map.mjs            writes docs/map.md
//   node scripts/write-map.mjs --check    fails where the two differ, or where a name leads nowhere
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import * as core from '../packages/core/src/index.ts'
import { readHouse } from './kit/public-names.mjs'
import { tally } from './kit/run.mjs'

const source = 'docs/map.json'
const written = 'docs/map.md'
const columns = ['model', 'rule', 'endpoint', 'method', 'hook', 'widget', 'guide']
const expected = { F: 64, G: 38, H: 20 }
const groups = {
  F: ['Asked for', '客户要求的功能'],
  G: ['What the best systems have beyond that', '优秀同类系统另有的能力'],
  H: ['What none of them has', '同类系统都没有的能力'],
}

const rows = JSON.parse(readFileSync(source, 'utf8'))
const house = readHouse()
const methods = house.methods()

const namesOf = (...packages) =>
  new Set(
    house.doors
      .filter(({ door }) => packages.some((name) => door === name || door.startsWith(`${name}/`)))
      .flatMap(({ names }) => names.map(({ name }) => name)),
  )

/** `reminders.close` for every endpoint that a contract of core describes. */
const endpoints = new Map(
  Object.entries(core)
    .filter(([name]) => name.endsWith('Contract'))
    .flatMap(([, contract]) => Object.entries(contract))
    .map(([name, { method, path }]) => [`${path.split('/')[1]}.${name}`, `${method} ${path}`]),
)

const pure = namesOf('@crm/core')
const served = namesOf('@crm/core', '@crm/server', '@crm/testing')
const shown = namesOf('@crm/react')

/** Does this name lead somewhere? */
const leads = {
  model: (name) => pure.has(name),
  rule: (name) => served.has(name),
  endpoint: (name) => endpoints.has(name),
  method: (name) => methods.has(name),
  hook: (name) => /^use[A-Z]/.test(name) && shown.has(name),
  widget: (name) => /^[A-Z]/.test(name) && shown.has(name),
  guide: (name) => existsSync(`docs/guide/${name}.md`),
}

const cell = {
  endpoint: (name) => `\`${endpoints.get(name) ?? name}\``,
  method: (name) => `\`crm.${name}\``,
  widget: (name) => `\`<${name}>\``,
  guide: (name) => `[${name}](guide/${name}.md)`,
}

function faultsOfRow(id, row) {
  const faults = []
  if (!row.zh || !row.en) faults.push('needs a short name in both languages')
  for (const [column, names] of Object.entries(row)) {
    if (column === 'zh' || column === 'en') continue
    if (!columns.includes(column)) faults.push(`has no column ${column}`)
    else
      for (const name of names)
        if (!leads[column](name)) faults.push(`${column} ${name} leads nowhere`)
  }
  return faults.map((why) => `${source}: ${id} ${why}`)
}

function missingRows() {
  return Object.entries(expected).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`)
      .filter((id) => !rows[id])
      .map((id) => `${source}: ${id} is missing`),
  )
}

const isThere = (row) => columns.some((column) => row[column]?.length > 0)

function lineOf(id, row) {
  const cells = columns.map((column) =>
    (row[column] ?? []).map((name) => cell[column]?.(name) ?? `\`${name}\``).join('<br>'),
  )
  if (!isThere(row)) cells[0] = 'not yet · 尚未'
  return `| ${id} | ${row.zh}<br>${row.en} | ${cells.join(' | ')} |`
}

function page() {
  const there = Object.values(rows).filter(isThere).length
  const tables = Object.entries(groups).flatMap(([letter, [en, zh]]) => [
    `## ${en} · ${zh}`,
    '',
    `| ID | feature · 功能 | ${columns.join(' | ')} |`,
    `| --- | --- | ${columns.map(() => '---').join(' | ')} |`,
    ...Object.keys(rows)
      .filter((id) => id.startsWith(letter))
      .sort()
      .map((id) => lineOf(id, rows[id])),
    '',
  ])
  return [
    '# The map · 功能地图',
    '',
    'Where each feature lives, floor by floor. Written from `docs/map.json` by `pnpm map`; every name on it',
    'is checked against the code, and a row with nothing behind it says so.',
    '',
    '每项功能在各层的位置。本页由 `pnpm map` 根据 `docs/map.json` 生成,表中每个名称都与代码核对;',
    '尚未实现的功能会如实写明。',
    '',
    `Something stands behind ${there} of ${Object.keys(rows).length} rows; that is a beginning of each, not the whole of it.`,
    '',
    ...tables,
  ].join('\n')
}

const { note, close } = tally()
for (const [id, row] of Object.entries(rows)) {
  const faults = faultsOfRow(id, row)
  note(id, faults.length === 0, faults.join('\n'))
}
const missing = missingRows()
note('every feature has a row', missing.length === 0, missing.join('\n'))
if (process.argv.includes('--check')) {
  const same = existsSync(written) && readFileSync(written, 'utf8') === page()
  note(`${written} is up to date`, same, 'Run `pnpm map` and commit the page.')
} else writeFileSync(written, page())
close()

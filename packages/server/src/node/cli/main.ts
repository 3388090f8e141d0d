#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { isCrmError } from '@crm/core'
import { words as catalogue } from '@crm/core/words'
import { audit } from './audit-commands.ts'
import { backup, drill, restore, verify } from './backup-commands.ts'
import type { Command, Telling } from './command.ts'
import { doctor } from './doctor-command.ts'
import { importFiles } from './import-command.ts'
import { keys } from './key-commands.ts'

const commands: Readonly<Record<string, Command>> = {
  backup,
  verify,
  restore,
  drill,
  audit,
  keys,
  doctor,
  import: importFiles,
}

const isChinese = (): boolean => /^zh/i.test(process.env.LC_ALL ?? process.env.LANG ?? '')

function help(only?: string): void {
  const zh = isChinese()
  if (only === undefined) console.log('crm <command> [--json] [--help]\n')
  for (const [name, { summary, usage }] of Object.entries(commands)) {
    if (only !== undefined && name !== only) continue
    console.log(`  ${name.padEnd(8)} ${zh ? summary.zh : summary.en}`)
    for (const way of usage) console.log(`             crm ${name} ${way}`)
  }
}

/** Called wrongly, as opposed to: went wrong. */
const isMisuse = (error: unknown): boolean =>
  (isCrmError(error) && error.code.startsWith('cli.')) ||
  String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')

/** Run one command line. @returns its exit code */
export async function main(argv: readonly string[]): Promise<number> {
  const [name = '', ...rest] = argv
  const command = commands[name]
  if (!command) {
    help()
    return name === '' || name === 'help' || name === '--help' ? 0 : 2
  }
  const locale = isChinese() ? 'zh-CN' : 'en'
  let json = false
  const tell: Telling['tell'] = (fact, sentence) =>
    console.log(json ? JSON.stringify(fact) : sentence)
  try {
    const options = {
      ...command.options,
      json: { type: 'boolean' as const },
      help: { type: 'boolean' as const },
    }
    const { values, positionals } = parseArgs({ args: rest, options, allowPositionals: true })
    json = values.json === true
    if (values.help === true) {
      help(name)
      return 0
    }
    return await command.run(values as Record<string, string>, { tell, locale }, positionals)
  } catch (error) {
    const code = isCrmError(error) ? error.code : 'cli.failed'
    const message = error instanceof Error ? error.message : String(error)
    // The message says in English what the words say, and names what it is about.
    const told = locale === 'zh-CN' ? catalogue[locale][code] : undefined
    console.error(
      json ? JSON.stringify({ code, message }) : [told, message].filter(Boolean).join(' '),
    )
    if (!isMisuse(error)) return 1
    if (!json) help(name)
    return 2
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))

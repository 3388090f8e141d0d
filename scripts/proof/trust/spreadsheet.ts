// A spreadsheet program opens what we exported, and says which cells it takes for formulas.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = '/usr/bin/soffice'

/** Where LibreOffice is; `install` lets Debian's package be fetched where we may. */
export function findSpreadsheet(install: boolean): string | undefined {
  if (!existsSync(program) && install && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const words = ['install', '-y', '--no-install-recommends', 'libreoffice-calc']
    spawnSync('apt-get', ['update'], { env, stdio: 'ignore', timeout: 120_000 })
    spawnSync('apt-get', words, { env, stdio: 'ignore', timeout: 900_000 })
  }
  return existsSync(program) ? program : undefined
}

/** How many cells of a CSV file are formulas, once it is opened; and how many cells there are. */
export function openInSpreadsheet(
  soffice: string,
  csv: string,
): { readonly formulas: number; readonly cells: number } {
  const folder = mkdtempSync(join(tmpdir(), 'crm-sheet-'))
  try {
    writeFileSync(join(folder, 'export.csv'), csv)
    const home = `-env:UserInstallation=file://${folder}/home`
    // Comma, double quote, UTF-8, from the first line, every column as the program itself would take it.
    const filter = '--infilter=CSV:44,34,76,1'
    const words = [home, '--headless', filter, '--convert-to', 'fods', '--outdir', folder]
    spawnSync(soffice, [...words, join(folder, 'export.csv')], {
      stdio: 'ignore',
      timeout: 120_000,
    })
    const sheet = readFileSync(join(folder, 'export.fods'), 'utf8')
    return {
      formulas: sheet.match(/table:formula=/g)?.length ?? 0,
      cells: sheet.match(/office:value-type=/g)?.length ?? 0,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

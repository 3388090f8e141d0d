// A package that would run something when it is installed, in a project of its own.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pnpm } from '../../kit/run.mjs'

/** How the settings name it. */
export const CANARY = 'canary@file:canary.tgz'

/** What an installation did with the canary. */
export interface Canary {
  readonly installed: boolean
  readonly ran: boolean
}

/** A project that takes the canary from an archive beside it. */
export class CanaryProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'crm-canary-'))
  readonly #marker = join(this.folder, 'ran')

  constructor() {
    const source = join(this.folder, 'source', 'package')
    mkdirSync(source, { recursive: true })
    const write = `node -e "require('fs').writeFileSync(${JSON.stringify(this.#marker).replaceAll('"', "'")}, '')"`
    this.#write('source/package/package.json', {
      name: 'canary',
      version: '1.0.0',
      scripts: { preinstall: write, install: write, postinstall: write },
    })
    execFileSync('tar', [
      '-czf',
      join(this.folder, 'canary.tgz'),
      '-C',
      join(source, '..'),
      'package',
    ])
    this.asks({ canary: 'file:canary.tgz' })
  }

  /** The dependencies that its manifest asks for. */
  asks(dependencies: Readonly<Record<string, string>>): void {
    this.#write('package.json', { name: 'canary-project', private: true, dependencies })
  }

  /** Install under the settings of this workspace, or others. */
  async install(settings: string, ...words: string[]): Promise<Canary & { readonly code: number }> {
    writeFileSync(join(this.folder, 'pnpm-workspace.yaml'), settings)
    rmSync(join(this.folder, 'node_modules'), { recursive: true, force: true })
    rmSync(this.#marker, { force: true })
    const store = join(this.folder, 'store')
    const { code } = await pnpm(['install', '--offline', '--store-dir', store, ...words], {
      cwd: this.folder,
    })
    const installed = existsSync(join(this.folder, 'node_modules/canary/package.json'))
    return { code, installed, ran: existsSync(this.#marker) }
  }

  /** Change its lockfile. */
  relock(change: (text: string) => string): void {
    const file = join(this.folder, 'pnpm-lock.yaml')
    writeFileSync(file, change(readFileSync(file, 'utf8')))
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  #write(file: string, content: unknown): void {
    writeFileSync(join(this.folder, file), JSON.stringify(content))
  }
}

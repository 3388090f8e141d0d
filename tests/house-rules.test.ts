import { describe, expect, it } from 'vitest'
import { lockfileFaults } from '../scripts/check-lockfile.mjs'
import { nameFaults } from '../scripts/check-names.mjs'
import { purityFaults } from '../scripts/check-purity.mjs'

const inCore = (text: string): string[] =>
  purityFaults({ path: 'packages/core/src/kit/a.ts', text })
const named = (path: string, text = ''): string[] => nameFaults({ path, text })

describe('core that is not pure is caught', () => {
  it.each([
    ['const now = Date.now()'],
    ["const now = Date['now']()"],
    ['const { now } = Date'],
    ['const day = new Date()'],
    ['const day = new Date'],
    ['const day = Date()'],
    ['const roll = Math.random()'],
    ['const { random } = Math'],
    ['const today = Temporal.Now.plainDateISO()'],
    ['const answer = await fetch(url)'],
    ['const send = { fetch }'],
    ['const home = process.env.HOME'],
    ['const id = crypto.randomUUID()'],
    ['setTimeout(run, 10)'],
    ['globalThis.fetch(url)'],
  ])('%s', (text) => {
    expect(inCore(text)).toHaveLength(1)
  })

  it.each([
    ['const day = new Date(Date.UTC(2026, 2, 5))'],
    ['const at = Date.parse(text)'],
    ['const most = Math.max(1, 2)'],
    ['const made = order.process()'],
    ['interface Port { fetch(request: Request): void }'],
    ['const ask = (fetch: Port) => fetch(1)'],
    ["const hint = 'never Date.now()' // Date.now()"],
  ])('and this is allowed: %s', (text) => {
    expect(inCore(text)).toEqual([])
  })
})

describe('a name or a size out of the house style is caught', () => {
  it.each([
    ['packages/core/src/kit/types.ts'],
    ['packages/core/src/customers/utils/merge.ts'],
    ['packages/react/src/desk/CustomerOverview.tsx'],
    ['packages/react/src/desk/customer_overview.tsx'],
    ['packages/server/src/kit/helpers.test.ts'],
    ['scripts/misc.mjs'],
  ])('%s', (path) => {
    expect(named(path)).toHaveLength(1)
  })

  it('a file of more than three hundred lines, tests too', () => {
    expect(named('packages/core/src/kit/a.test.ts', 'x\n'.repeat(301))).toHaveLength(1)
    expect(named('packages/core/src/kit/a.test.ts', 'x\n'.repeat(300))).toEqual([])
  })

  it.each([
    ['packages/react/src/desk/customer-overview.test.tsx'],
    ['packages/server/src/migrations/0001-kit.ts'],
    ['packages/core/tsup.config.ts'],
    ['docs/style.md'],
  ])('and this is allowed: %s', (path) => {
    expect(named(path)).toEqual([])
  })
})

describe('a lockfile that depends on one place is caught', () => {
  const sound = '    resolution: {integrity: sha512-abc==}\n        version: link:packages/core'

  it.each([
    ['    resolution: {integrity: sha512-abc==, tarball: x.tgz}'],
    ['    resolution: {commit: abc, type: git}'],
    ['      version: https://mirror.example/a'],
    ['      version: github:someone/something'],
    ['      version: file:/home/me/kit'],
  ])('%s', (line) => {
    expect(lockfileFaults(`${sound}\n${line}`).length).toBeGreaterThan(0)
  })

  it('and a plain one is allowed', () => {
    expect(lockfileFaults(sound)).toEqual([])
  })
})

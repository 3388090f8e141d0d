import { describe, expect, it } from 'vitest'
import { floorFaults } from '../scripts/check-floors.mjs'

/** One import, written in one file of the house. */
const faults = (path: string, text: string): string[] =>
  floorFaults({ path: `packages/${path}`, text })

describe('the check of floors and rooms catches', () => {
  it.each([
    [
      'core that stands on the client',
      'core/src/desk/day.ts',
      "import { createCrm } from '@crm/client'",
    ],
    ['the client that stands on the server', 'client/src/index.ts', "import '@crm/server'"],
    [
      'react that stands on the server',
      'react/src/desk/hooks.ts',
      "import type { x } from '@crm/server'",
    ],
    [
      'the server that stands on the client',
      'server/src/server.ts',
      "export { x } from '@crm/client'",
    ],
    ['a floor that names itself', 'core/src/desk/day.ts', "import { may } from '@crm/core'"],
    [
      'a room that looks at a later room',
      'core/src/customers/a.ts',
      "import { x } from '../holdings/index.ts'",
    ],
    ['the kit that looks at a room', 'core/src/kit/a.ts', "import { x } from '../access/index.ts'"],
    [
      'a room entered past its door',
      'core/src/desk/day.ts',
      "import { x } from '../customers/customer.ts'",
    ],
    [
      'routes of another room',
      'server/src/desk/routes.ts',
      "import { x } from '../customers/routes.ts'",
    ],
    ['a room that looks at the roof', 'core/src/desk/day.ts', "import { x } from '../index.ts'"],
    ['Node outside src/node', 'server/src/kit/call.ts', "import { hash } from 'node:crypto'"],
    ['pg outside src/node', 'server/src/kit/store/store.ts', "import pg from 'pg'"],
    [
      'PGlite outside src/node',
      'server/src/kit/store/store.ts',
      "import { PGlite } from '@electric-sql/pglite'",
    ],
    ['the way into src/node', 'server/src/server.ts', "import { x } from './node/index.ts'"],
    ['the server on Node in the client', 'client/src/a.ts', "import { x } from '@crm/server/node'"],
    [
      'the testing floor outside a test',
      'react/src/desk/hooks.ts',
      "import { openTestBank } from '@crm/testing'",
    ],
    [
      'the testing floor under core',
      'core/src/desk/day.test.ts',
      "import { openTestBank } from '@crm/testing'",
    ],
    [
      'the invented bank in a product',
      'client/src/index.ts',
      "import { auntLi } from '@crm/core/fixtures'",
    ],
    [
      'the invented bank in core',
      'core/src/desk/day.ts',
      "import { x } from '../../fixtures/index.ts'",
    ],
    ['a package the floor does not use', 'core/src/kit/a.ts', "import { Hono } from 'hono'"],
    ['a package whose name begins alike', 'core/src/kit/a.ts', "import x from 'zod-extra'"],
    [
      'a path out of the package',
      'react/src/index.ts',
      "import { x } from '../../client/src/index.ts'",
    ],
    ['a file without its extension', 'core/src/desk/day.ts', "import { x } from './overview'"],
    ['an import for its effect', 'core/src/kit/a.ts', "import 'node:fs'"],
    ['an import that is awaited', 'core/src/kit/a.ts', "const x = await import('node:fs')"],
    ['an import in a template', 'core/src/kit/a.ts', 'const x = await import(`node:fs`)'],
    ['an import that is computed', 'client/src/index.ts', 'const x = await import(name)'],
    ['a re-export', 'core/src/kit/index.ts', "export * from '../desk/index.ts'"],
    ['a type looked up in place', 'core/src/kit/a.ts', "type X = import('../desk/index.ts').X"],
    ['require', 'server/src/kit/a.ts', "const fs = require('node:fs')"],
    [
      'an import after a long comment',
      'core/src/kit/a.ts',
      "/* from 'zod' */ import { x }\n from\n 'react'",
    ],
  ])('%s', (_what, path, text) => {
    expect(faults(path, text)).toHaveLength(1)
  })
})

describe('the check of floors and rooms allows', () => {
  it.each([
    ['a floor below', 'react/src/desk/hooks.ts', "import type { Crm } from '@crm/client'"],
    [
      'an earlier room by its door',
      'core/src/desk/day.ts',
      "import { x } from '../customers/index.ts'",
    ],
    ['the kit by any file', 'core/src/desk/day.ts', "import { addDays } from '../kit/days.ts'"],
    ['its own room', 'core/src/desk/day.ts', "import { x } from './overview.ts'"],
    [
      'what an earlier room stores',
      'server/src/desk/routes.ts',
      "import { x } from '../customers/store.ts'",
    ],
    ['Node inside src/node', 'server/src/node/serve.ts', "import { createServer } from 'node:net'"],
    [
      'the testing floor in a test',
      'react/src/desk/hooks.test.tsx',
      "import { x } from '@crm/testing'",
    ],
    [
      'the invented bank in a test',
      'client/src/a.test.ts',
      "import { auntLi } from '@crm/core/fixtures'",
    ],
    ['a later room in a test', 'core/src/kit/a.test.ts', "import { x } from '../desk/index.ts'"],
    [
      'words that look like an import',
      'core/src/kit/a.ts',
      "/** import { x } from 'react' */ const y = \"from 'pg'\"",
    ],
  ])('%s', (_what, path, text) => {
    expect(faults(path, text)).toEqual([])
  })
})

// The tests of the mutation groups alone: `MUTATE` names the groups, all without it.
import { defineConfig } from 'vitest/config'
import { groupsNamed } from './groups.ts'

const groups = groupsNamed(process.env.MUTATE?.split(','))

export default defineConfig({
  resolve: { conditions: ['@crm/source', 'module', 'import', 'default'] },
  ssr: { resolve: { conditions: ['@crm/source', 'node'] } },
  test: {
    include: [...new Set(groups.flatMap(({ tests }) => tests))],
    // They share a database, and some lock whole tables of it.
    fileParallelism: false,
    globalSetup: ['scripts/mutate/migrated-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: groups.flatMap(({ mutate }) => mutate),
      reporter: ['json'],
      reportsDirectory: 'coverage/branches',
    },
  },
})

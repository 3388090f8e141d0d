import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['@crm/source', 'module', 'import', 'default'] },
  // Never name 'import' here: it would reach node as a condition of every require as well.
  ssr: { resolve: { conditions: ['@crm/source', 'node'] } },
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          globalSetup: ['tests/postgres-setup.ts'],
          include: [
            'packages/{core,client,server,testing}/**/*.test.ts',
            'tests/**/*.test.ts',
            'examples/*/src/**/*.test.ts',
          ],
          exclude: ['**/dist/**', '**/node_modules/**'],
          typecheck: {
            enabled: true,
            checker: 'tsc',
            // The step test-types reports these, once.
            ignoreSourceErrors: true,
            include: ['packages/*/src/**/*.test-d.ts'],
            tsconfig: 'tsconfig.test.json',
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'happy-dom',
          setupFiles: ['packages/react/test/patience.ts'],
          include: ['packages/react/src/**/*.test.{ts,tsx}'],
        },
      },
    ],
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
  },
})

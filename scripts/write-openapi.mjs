// Writes docs/openapi.json from the contracts; with --check, fails when it is not what they say.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('openapi/write.ts', import.meta.url))
const { status } = spawnSync(
  process.execPath,
  [
    '--conditions=@crm/source',
    '--disable-warning=ExperimentalWarning',
    main,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
)
process.exitCode = status ?? 1

import { globSync } from 'node:fs'
import { defineConfig } from 'tsup'
import { packageOptions } from '../../tsup.shared.ts'

/** The embedded store runs in a thread of its own: its file must exist beside the door that starts it. */
const workers = Object.fromEntries(
  globSync('src/node/**/*-worker.ts').map((path) => [
    path.replace(/^src\//, '').replace(/\.ts$/, ''),
    path,
  ]),
)

export default defineConfig(
  packageOptions({ entry: { ...workers, 'node/cli/main': 'src/node/cli/main.ts' } }),
)

import { globSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'
import { packageOptions } from '../../tsup.shared.ts'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

const isTest = (path: string): boolean => /\.test(-d)?\.ts$/.test(path)

/** `src/kit/days.ts` becomes `dist/kit/days.js`; fixtures keep their folder. */
const modules = Object.fromEntries(
  globSync(['src/**/*.ts', 'fixtures/**/*.ts'])
    .filter((path) => !isTest(path))
    .map((path) => [path.replace(/^src\//, '').replace(/\.ts$/, ''), path]),
)

/**
 * Keeps each module a file of its own. Bundled together, a rule could not be had without the schemas
 * beside it: schemas are made by calls, and no bundler may leave a call out. A file it can.
 */
const apart: Plugin = {
  name: 'apart',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ path, kind }) =>
      kind === 'entry-point'
        ? undefined
        : { path: path.replace('/src/', '/').replace(/\.ts$/, '.js'), external: true },
    )
  },
}

export default defineConfig(
  packageOptions({ entry: modules, splitting: false, esbuildPlugins: [apart] }),
)

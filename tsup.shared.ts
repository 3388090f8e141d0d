// How every package is built: ESM, one entry per door that its package.json opens, nothing bundled in.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Options } from 'tsup'

interface Door {
  readonly '@crm/source'?: string
}

const isDoor = (door: unknown): door is Door => typeof door === 'object' && door !== null

/** `./src/reminders/index.ts` is built as `reminders/index`; `./fixtures/index.ts` keeps its folder. */
const nameOf = (source: string) => source.replace(/^\.\/(src\/)?/, '').replace(/\.tsx?$/, '')

/** Every source file that `exports` names, with `*` standing for each room that has a door. */
function doorsOf(exports: Readonly<Record<string, unknown>>): Record<string, string> {
  const sources = Object.values(exports).flatMap((door) => {
    const source = isDoor(door) ? door['@crm/source'] : undefined
    if (!source?.includes('*')) return source ?? []
    const [before = '', after = ''] = source.split('*')
    return readdirSync(before).map((room) => `${before}${room}${after}`)
  })
  return Object.fromEntries(sources.filter(existsSync).map((path) => [nameOf(path), path]))
}

/** Build options of the package in the current folder; `options` adds to them. */
export function packageOptions(options: Options = {}): Options {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'))
  const doors = doorsOf(exports)
  const { entry = {}, ...rest } = options
  return {
    entry: { ...doors, ...(entry as Record<string, string>) },
    format: ['esm'],
    target: 'es2022',
    platform: 'neutral',
    removeNodeProtocol: false,
    external: [/^node:/],
    dts: { entry: doors, compilerOptions: { composite: false, incremental: false } },
    splitting: true,
    treeshake: false,
    sourcemap: true,
    clean: true,
    silent: true,
    // Chinese stays readable, and half the size.
    esbuildOptions(esbuild) {
      esbuild.charset = 'utf8'
    },
    ...rest,
  }
}

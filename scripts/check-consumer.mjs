// A stranger's project: the packed packages and nothing of this repository, installed, compiled the two ways
// TypeScript resolves modules today, bundled with Vite, and run on Node.
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { catalogued, packAll } from './kit/pack.mjs'
import { pnpm, run, tally } from './kit/run.mjs'

const { note, close } = tally()
const folder = mkdtempSync(join(tmpdir(), 'crm-consumer-'))
const bin = (name) => join(folder, 'node_modules/.bin', name)
const write = (file, value) =>
  writeFileSync(join(folder, file), `${JSON.stringify(value, null, 2)}\n`)
const catalog = (...names) => Object.fromEntries(names.map((name) => [name, catalogued(name)]))

const strict = {
  target: 'es2023',
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  jsx: 'react-jsx',
}
const types = {
  types: ['node', 'vite/client'],
  lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
}

function writeProject(archives) {
  const own = Object.fromEntries(
    Object.entries(archives).map(([name, path]) => [name, `file:${path}`]),
  )
  write('package.json', {
    name: 'consumer',
    private: true,
    type: 'module',
    dependencies: { ...own, ...catalog('react', 'react-dom') },
    devDependencies: {
      typescript: catalogued('@typescript/native'),
      ...catalog('vite', '@types/node', '@types/react', '@types/react-dom'),
    },
  })
  const overrides = Object.entries(own).map(([name, path]) => `  '${name}': '${path}'`)
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), `overrides:\n${overrides.join('\n')}\n`)
  write('tsconfig.nodenext.json', {
    compilerOptions: { ...strict, ...types, module: 'nodenext' },
    include: ['src/node.ts'],
  })
  write('tsconfig.bundler.json', {
    compilerOptions: { ...strict, ...types, module: 'esnext', moduleResolution: 'bundler' },
    include: ['src'],
  })
}

async function step(name, command, args, told = () => '') {
  const { code, output } = await run(command, args, { cwd: folder })
  const complaint = code === 0 ? told(output) : output
  note(name, !complaint, complaint)
  return !complaint
}

/** What may not reach a browser: Node's modules, and this repository's sources. */
function faultsOfBundle() {
  const [bundle] = globSync(join(folder, 'dist/assets/*.js'))
  if (!bundle) return 'no bundle was written'
  const text = readFileSync(bundle, 'utf8')
  return ['"node:', '`node:', '__vite-browser-external', '@crm/source']
    .filter((word) => text.includes(word))
    .join(', ')
}

/** The same project with the oldest React that the widgets promise to run on. */
async function withReact18() {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  Object.assign(manifest.dependencies, { react: '18.3.1', 'react-dom': '18.3.1' })
  write('package.json', manifest)
  const args = ['install', '--prefer-offline', '--ignore-scripts', '--no-frozen-lockfile']
  const installed = await pnpm(args, { cwd: folder })
  note('React 18 installs beside the packed packages', installed.code === 0, installed.output)
  await step('React 18 renders the widgets', process.execPath, ['src/render.mjs', '18'])
}

try {
  cpSync('tests/consumer', folder, { recursive: true })
  writeProject(await packAll(folder))
  const args = ['install', '--prefer-offline', '--ignore-scripts', '--no-frozen-lockfile']
  const installed = await pnpm(args, { cwd: folder })
  note('the packed packages install in an empty project', installed.code === 0, installed.output)
  if (installed.code === 0) {
    await step('TypeScript compiles it as nodenext', bin('tsc'), ['-p', 'tsconfig.nodenext.json'])
    await step('TypeScript compiles it as bundler', bin('tsc'), ['-p', 'tsconfig.bundler.json'])
    await step('Vite bundles it for the browser', bin('vite'), ['build'], faultsOfBundle)
    await step('Node runs it', process.execPath, ['src/node.ts'])
    await step('React 19 renders the widgets', process.execPath, ['src/render.mjs', '19'])
    await withReact18()
  }
} catch (fault) {
  note('packing', false, fault.message)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
close()

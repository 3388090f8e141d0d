// Runs a program and keeps what it said; the checks are built from these runs.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, resolve as resolvePath } from 'node:path'

const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'))

const PATH = `${resolvePath('node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`

/** Run a program to its end: its exit code, and all that it wrote, in order. */
export function run(command, args = [], { cwd, env, timeout = 900_000 } = {}) {
  return new Promise((resolve) => {
    const windows = process.platform === 'win32'
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, PATH, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: windows,
      timeout,
    })
    const pieces = []
    child.stdout.on('data', (piece) => pieces.push(piece))
    child.stderr.on('data', (piece) => pieces.push(piece))
    child.on('error', (fault) => pieces.push(Buffer.from(`${command}: ${fault.message}\n`)))
    child.on('close', (code, signal) => {
      if (signal) pieces.push(Buffer.from(`${command} was ended by ${signal}\n`))
      resolve({ code: code ?? 1, output: Buffer.concat(pieces).toString('utf8') })
    })
  })
}

/** The pinned pnpm. */
export const pnpm = (args, options) => run('npx', ['--yes', packageManager, ...args], options)

/** A check made of many small ones: each prints a line, and the sum is the last line. */
export function tally() {
  const count = { passed: 0, failed: 0 }
  return {
    /** Put one result on record; `why` is printed where it failed. */
    note(name, ok, why = '') {
      count[ok ? 'passed' : 'failed'] += 1
      console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}${ok || !why ? '' : `\n${why.trim()}`}`)
    },
    /** Print the sum and set the exit code. */
    close() {
      if (count.failed > 0) process.exitCode = 1
      console.log(`${count.passed} passed, ${count.failed} failed`)
    },
  }
}

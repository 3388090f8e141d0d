// A process of its own that may be killed at any moment, and tells how far it is until then.
import { type ChildProcess, fork } from 'node:child_process'

/** A running process that is to be killed. */
export interface Victim<Told> {
  readonly process: ChildProcess
  /** The next message that holds this, or that says how it failed. */
  readonly told: (until: keyof Told) => Promise<Told>
  /** Resolves when it is gone, however it went. */
  readonly ended: Promise<void>
  /** `kill -9`, and wait for its end. False where it had ended by itself. */
  readonly kill: () => Promise<boolean>
}

/** Start a program of ours under the source condition. */
export function startVictim<Told extends object>(
  program: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Victim<Told> {
  const running = fork(program, words, {
    execArgv: ['--conditions=@crm/source', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  })
  const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()))
  return {
    process: running,
    ended,
    told: (until) =>
      new Promise((resolve, reject) => {
        running.on('message', (message: Told) => {
          if (until in message || 'failed' in message) resolve(message)
        })
        running.once('exit', (code) => reject(new Error(`The process ended with ${code}.`)))
      }),
    async kill() {
      const alive = running.exitCode === null && running.signalCode === null
      running.kill('SIGKILL')
      await ended
      return alive
    },
  }
}

/** Wait so many milliseconds. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

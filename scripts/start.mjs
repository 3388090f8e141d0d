// Starts the demonstration: the invented bank, or a folder of day-end files, behind one address.
// The work is TypeScript that Node 24 reads as it is; this only hands it the source condition.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('start/main.ts', import.meta.url))
const child = spawn(
  process.execPath,
  [
    '--conditions=@crm/source',
    '--disable-warning=ExperimentalWarning',
    main,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  process.exitCode = signal ? 1 : (code ?? 1)
})

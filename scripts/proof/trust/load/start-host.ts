import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { bank } from '@crm/core/fixtures'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { AUDIENCE, type HostAsked, ISSUER } from './asked.ts'

/** A running host. */
export interface Host {
  readonly url: string
  readonly child: ChildProcess
  /** Lines it has written about itself so far. */
  readonly said: () => number
  /** Ask it to stop, as the system does. Resolves with its exit code and how long it took. */
  readonly terminate: () => Promise<{ readonly code: number | null; readonly ms: number }>
  readonly end: () => Promise<void>
}

const { publicKey, privateKey } = await generateKeyPair('ES256')
const key = await exportJWK(publicKey)

/** A token that every host of this process takes. */
export const tokenFor = (staffId: string): Promise<string> =>
  new SignJWT({ tid: bank.id, sid: crypto.randomUUID(), acr: '1' })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
    .setSubject(staffId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(privateKey)

/** Start a host in a process of its own. */
export async function startHost(asked: Omit<HostAsked, 'key'>): Promise<Host> {
  const child = fork(
    fileURLToPath(new URL('host.ts', import.meta.url)),
    [JSON.stringify({ ...asked, key })],
    {
      execArgv: ['--conditions=@crm/source', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  let lines = 0
  let last = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes: Buffer) => {
      last = bytes.toString()
      lines += last.split('\n').length - 1
    })
  const exited = once(child, 'exit') as Promise<[number | null]>
  const [{ url }] = (await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => {
      throw new Error(`The host ended with ${code}: ${last}`)
    }),
  ])) as [{ url: string }]
  return {
    url,
    child,
    said: () => lines,
    async terminate() {
      const began = performance.now()
      child.kill('SIGTERM')
      const [code] = await exited
      return { code, ms: performance.now() - began }
    },
    async end() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

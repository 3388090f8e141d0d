import {
  type Contract,
  type Endpoint,
  type Input,
  isCrmError,
  kitErrors,
  type Output,
} from '@crm/core'
import { link } from './abort.ts'
import { type Change, changeOf } from './change.ts'
import { exchange, type Line } from './exchange.ts'
import { type Parts, prepare } from './request.ts'

/** What any call may be told. */
export interface CallOptions {
  /** Calls it off: it fails with `network.aborted` at once. */
  readonly signal?: AbortSignal | undefined
  /** How long one try may take, in milliseconds; the client's own when left out. */
  readonly timeout?: number | undefined
  /** Why a customer is looked at, in the person's words or a code: `incoming-call`. Goes on record. */
  readonly purpose?: string | undefined
}

/** What a call that changes something may be told. */
export interface WriteOptions extends CallOptions {
  /**
   * Names this write, so that sending it twice does it once. Made anew for each call when left out;
   * give your own to go on after a crash or from a queue.
   */
  readonly idempotencyKey?: string | undefined
}

/** What a call must be told that changes a record somebody else may have changed meanwhile. */
export interface VersionOptions extends WriteOptions {
  /** The `version` of the record as you saw it. Fails with `write.version_stale` if it is older. */
  readonly version: number
}

/** The options that an endpoint asks for, by its contract. */
export type OptionsOf<E extends Endpoint> = E extends { readonly expects: 'version' }
  ? [options: VersionOptions]
  : E extends { readonly writes: true }
    ? [options?: WriteOptions]
    : [options?: CallOptions]

/** A room's contract, or how to come by it: a page loads those rooms only that it asks something. */
export type ContractSource<C extends Contract> = C | (() => Promise<C>)

/** Call an endpoint of a contract by its name: the input goes out, a checked answer comes back. */
export type Call = <const C extends Contract, N extends keyof C & string>(
  contract: ContractSource<C>,
  name: N,
  input: Input<C[N]>,
  ...options: OptionsOf<C[N]>
) => Promise<Output<C[N]>>

/** What calls are made of. */
export interface CallFrame extends Line {
  readonly timeout: number
  readonly newKey: () => string
  readonly purpose?: (() => string | undefined) | undefined
  /** Told of each write that was answered well. */
  readonly onWrite: (change: Change) => void
}

const called = (reason: unknown) => (isCrmError(reason) ? reason : kitErrors.aborted(reason))

async function answerOf(
  frame: CallFrame,
  contract: Contract,
  name: string,
  parts: Parts,
  options: Partial<VersionOptions>,
): Promise<unknown> {
  const endpoint = contract[name]!
  const { signal, timeout = frame.timeout, version } = options
  const { session, newKey } = frame
  const joined = link([session.signal, signal], called)
  try {
    if (joined.signal.aborted) throw joined.signal.reason
    const key = endpoint.writes ? (options.idempotencyKey ?? newKey()) : undefined
    const request = prepare(endpoint, parts, {
      key,
      version,
      purpose: options.purpose ?? frame.purpose?.(),
    })
    const json = await exchange(frame, request, timeout, joined.signal)
    const checked = endpoint.returns.safeParse(json)
    if (!checked.success) {
      const paths = checked.error.issues.map(({ path }) => path.map(String).join('.')).slice(0, 5)
      throw kitErrors.unexpectedAnswer(`${endpoint.method} ${endpoint.path}`, paths)
    }
    if (endpoint.writes) frame.onWrite(changeOf(endpoint, name, parts, checked.data))
    return checked.data
  } finally {
    joined.release()
  }
}

/** Make the one function through which all rooms call. It fails with a CrmError, always. */
export const createCall =
  (frame: CallFrame): Call =>
  async (contract, name, input, ...rest) => {
    try {
      const options = (rest[0] ?? {}) as Partial<VersionOptions>
      const known: Contract = typeof contract === 'function' ? await contract() : contract
      return (await answerOf(frame, known, name, input as Parts, options)) as never
    } catch (error) {
      throw isCrmError(error) ? error : kitErrors.unreachable(error)
    }
  }

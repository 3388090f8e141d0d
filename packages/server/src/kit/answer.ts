import type { Contract, Endpoint, Output, Parsed } from '@crm/core'
import type { ReadSession, WriteSession } from './session.ts'

/** The connection a handler is given: to write, the contract must say that it writes. */
export type SessionOf<E extends Endpoint> = E extends { readonly writes: true }
  ? WriteSession
  : ReadSession

/** Answers one endpoint with full records; what leaves is decided by the caller's field plan. */
export type Handler<E extends Endpoint> = (
  input: Parsed<E> & { readonly session: SessionOf<E> },
) => Promise<Output<E>>

/** One handler for each endpoint of a contract. */
export type Handlers<C extends Contract> = { readonly [K in keyof C]: Handler<C[K]> }

/** A room's contract with its answers, ready to be mounted. */
export interface Room {
  readonly name: string
  readonly contract: Contract
  readonly handlers: Readonly<Record<string, Handler<Endpoint>>>
}

/**
 * Answer a contract. The compiler asks for one handler per endpoint. Rights, shapes, transaction,
 * idempotency, versions, masks, audit and events are the kit's work, and cannot be left out: a
 * handler has no other way to the store than the session it is handed.
 */
export const answer = <const C extends Contract>(
  name: string,
  contract: C,
  handlers: Handlers<C>,
): Room => ({ name, contract, handlers: handlers as unknown as Room['handlers'] })

import type * as z from 'zod/mini'

/** A sentence in both languages of the product. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

/** What a write does to versions: makes version 1, asks for the one you saw, or touches none. */
export type Expectation = 'new' | 'version' | 'none'

/**
 * One door of the API, described as plain data. The routes, the client, OpenAPI, the documentation and
 * the capability map all read these words.
 */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Begins with the room's name. */
  readonly path: `/${string}`
  /** The entitlement a caller must hold, `thing:deed`. */
  readonly needs: `${string}:${string}`
  readonly params?: z.ZodMiniType
  readonly query?: z.ZodMiniType
  readonly body?: z.ZodMiniType
  readonly returns: z.ZodMiniType
  /** Codes of the failures that this endpoint adds to those of every endpoint. */
  readonly errors: readonly string[]
  /** True where it changes something: idempotency key, transaction, audit and event come with it. */
  readonly writes?: boolean
  /** For writes: the version the caller must have seen. */
  readonly expects?: Expectation
  /** True where it costs much: only so many of one person run at a time. */
  readonly heavy?: boolean
  /** How many objects and lists its body may hold; 1,000 unless given. */
  readonly objects?: number
  /** True where it needs a second factor that is minutes old: unmasking, approving, keys, policies. */
  readonly stepUp?: boolean
  /**
   * True where the bank is never kept from it, whatever its licence says: who am I, the licence, the
   * audit, and getting its own data out. It takes no seat.
   */
  readonly essential?: boolean
  /** True where the answer discloses customers' data (C2): each call is put on record first. */
  readonly discloses?: boolean
}

/** A room's endpoints, by the name of the client's method. */
export type Contract = Readonly<Record<string, Endpoint>>

/** What an endpoint is for, and a call of it: for documents and tests. It stays out of the browser. */
export interface EndpointDocs {
  /** One sentence: what it is for. */
  readonly summary: Bilingual
  /** A call that works on the cast's bank, for documentation and for the tests that walk all endpoints. */
  readonly example: {
    readonly params?: Readonly<Record<string, string>>
    readonly query?: Readonly<Record<string, string>>
    readonly body?: unknown
    readonly returns: unknown
  }
}

/** One description for each endpoint of a contract. */
export type ContractDocs<C extends Contract> = { readonly [K in keyof C]: EndpointDocs }

type Part<
  E extends Endpoint,
  K extends 'params' | 'query' | 'body',
  Dir extends 'input' | 'output',
> = E[K] extends z.ZodMiniType
  ? { readonly [P in K]: Dir extends 'input' ? z.input<E[K]> : z.output<E[K]> }
  : unknown

/** What a caller sends. */
export type Input<E extends Endpoint> = Part<E, 'params', 'input'> &
  Part<E, 'query', 'input'> &
  Part<E, 'body', 'input'>
/** What a handler receives, once checked. */
export type Parsed<E extends Endpoint> = Part<E, 'params', 'output'> &
  Part<E, 'query', 'output'> &
  Part<E, 'body', 'output'>
/** What comes back. */
export type Output<E extends Endpoint> = z.output<E['returns']>

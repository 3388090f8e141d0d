import type * as z from 'zod/mini'

/**
 * What a schema may be given by a caller: ids and days as named types, and whatever has a default
 * may be left out.
 */
export type Asked<S extends z.ZodMiniType> = {
  readonly [K in keyof z.input<S>]: K extends keyof z.output<S> ? z.output<S>[K] : never
}

import type { Crm } from '@crm/client'
import { type CrmError, isCrmError, kitErrors } from '@crm/core'
import { useQuery as useTanStackQuery } from '@tanstack/react-query'
import { useSurroundings } from './crm-provider.tsx'

/** Something read from the bank: on its way, here, or failed with a reason. */
export type Query<T> =
  | { readonly status: 'loading'; readonly refresh: () => void }
  | { readonly status: 'ready'; readonly data: T; readonly refresh: () => void }
  | { readonly status: 'failed'; readonly error: CrmError; readonly refresh: () => void }

/** Where an answer is kept: the room first, so that a change in the room reads it again. */
export type Key = readonly [room: string, ...rest: readonly unknown[]]

/** Any failure as one of ours. */
export const asCrmError = (error: unknown): CrmError =>
  isCrmError(error) ? error : kitErrors.failed()

/** Settings of one read. */
export interface QueryOptions {
  /** False keeps it from reading. */
  readonly enabled?: boolean
  /** Read again every so many milliseconds, while somebody looks. */
  readonly everyMs?: number
}

/**
 * Read from the bank and stay fresh: again when its room changes, called off when nobody looks, and
 * never overtaken by an older answer.
 */
export function useQuery<T>(
  key: Key,
  read: (crm: Crm, signal: AbortSignal) => Promise<T>,
  { enabled = true, everyMs }: QueryOptions = {},
): Query<T> {
  const { crm, queries } = useSurroundings()
  const { data, error, status, refetch } = useTanStackQuery(
    {
      queryKey: key,
      queryFn: ({ signal }) => read(crm, signal),
      enabled,
      refetchInterval: everyMs ?? false,
    },
    queries,
  )
  const refresh = () => void refetch()
  if (status === 'success') return { status: 'ready', data, refresh }
  if (status === 'error') return { status: 'failed', error: asCrmError(error), refresh }
  return { status: 'loading', refresh }
}

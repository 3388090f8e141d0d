import type { Crm } from '@crm/client'
import type { CrmError, Page } from '@crm/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSurroundings } from './crm-provider.tsx'
import { asCrmError, type Key } from './use-query.ts'

/** A long list, as far as it has been read. */
export type Pages<Item> =
  | { readonly status: 'loading'; readonly refresh: () => void }
  | { readonly status: 'failed'; readonly error: CrmError; readonly refresh: () => void }
  | {
      readonly status: 'ready'
      readonly items: readonly Item[]
      /** Read on; absent at the end. */
      readonly more: (() => void) | undefined
      readonly reading: boolean
      readonly refresh: () => void
    }

/** Read a long list page by page, as somebody scrolls. */
export function usePages<Item>(
  key: Key,
  read: (crm: Crm, cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
): Pages<Item> {
  const { crm, queries } = useSurroundings()
  const pages = useInfiniteQuery(
    {
      queryKey: key,
      queryFn: ({ pageParam, signal }) => read(crm, pageParam, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page: Page<Item>) => page.next,
    },
    queries,
  )
  const refresh = () => void pages.refetch()
  if (pages.status === 'error') return { status: 'failed', error: asCrmError(pages.error), refresh }
  if (pages.status === 'pending') return { status: 'loading', refresh }
  return {
    status: 'ready',
    items: pages.data.pages.flatMap(({ items }) => items),
    more: pages.hasNextPage ? () => void pages.fetchNextPage() : undefined,
    reading: pages.isFetchingNextPage,
    refresh,
  }
}

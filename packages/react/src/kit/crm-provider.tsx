import type { Crm } from '@crm/client'
import { QueryClient } from '@tanstack/react-query'
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { type CoverAfter, type Watch, watchScreen } from './away.ts'
import { type Format, formatIn } from './format.ts'
import { type Locale, type Say, sayIn, type Words } from './say.ts'

/** The look of the widgets: the person's own setting, or one of two. */
export type Theme = 'auto' | 'light' | 'dark'

interface Surroundings {
  readonly crm: Crm
  readonly queries: QueryClient
  readonly say: Say
  readonly format: Format
  readonly locale: Locale
  readonly theme: Theme
  readonly watermark: boolean
  readonly watch: Watch
}

const SurroundingsContext = createContext<Surroundings | undefined>(undefined)

/** What the provider takes. */
export interface CrmProviderProps {
  readonly crm: Crm
  /** The language of the widgets; the client's own when left out. */
  readonly locale?: Locale
  /** The host's own words, by key. Keep the object: a new one draws everything anew. */
  readonly words?: Words
  readonly theme?: Theme
  /** True puts who looks and when on every screen of customers, whether a policy asks it or not. */
  readonly watermark?: boolean
  /** When screens of customers are covered; fixed with the first drawing. */
  readonly coverAfter?: CoverAfter
  readonly children: ReactNode
}

/** Rooms whose answers change with another's: an overview shows them all. */
const alsoTouches: Readonly<Record<string, readonly string[]>> = {
  customers: ['reminders', 'segments', 'desk', 'labels'],
  holdings: ['segments', 'desk', 'reminders'],
  reminders: ['desk'],
  interactions: ['desk'],
}

const newQueries = (): QueryClient =>
  new QueryClient({
    // The client retries within its budget; a second budget here would break the first.
    // What nobody looks at any more is forgotten within a minute.
    defaultOptions: {
      queries: { retry: false, staleTime: 30_000, gcTime: 60_000, refetchOnWindowFocus: false },
    },
  })

/** Take every answer out of the cache and off the widgets that still stand; they wait again. */
function forget(queries: QueryClient): void {
  queries.getMutationCache().clear()
  for (const query of queries.getQueryCache().getAll()) query.reset()
  queries.removeQueries({ type: 'inactive' })
}

/**
 * Gives the widgets under it their client, language and look. Its cache is its own, and empties
 * when the person signs out: in a branch the next one sits at the same screen.
 */
export function CrmProvider(props: CrmProviderProps): ReactElement {
  const { crm, locale = crm.locale, words, theme = 'auto', watermark = false, children } = props
  const [queries] = useState(newQueries)
  const standing = useRef(false)
  const [watch] = useState(() => watchScreen(props.coverAfter))

  useEffect(() => watch.start(), [watch])

  useEffect(() => {
    const onChanged = ({ room }: { readonly room: string }) => {
      for (const touched of [room, ...(alsoTouches[room] ?? [])])
        void queries.invalidateQueries({ queryKey: [touched] })
    }
    const onConnected = () => void queries.invalidateQueries()
    const onSignedOut = () => forget(queries)
    standing.current = true
    crm.events.on('changed', onChanged)
    crm.events.on('connected', onConnected)
    crm.events.on('signedOut', onSignedOut)
    return () => {
      crm.events.off('changed', onChanged)
      crm.events.off('connected', onConnected)
      crm.events.off('signedOut', onSignedOut)
      standing.current = false
      // A widget that goes leaves its answer a minute in the cache, and goes after this provider: what
      // it leaves is cleared once all of them have gone. Strict mode only plays at it, and is back by then.
      queueMicrotask(() => {
        if (!standing.current) queries.clear()
      })
    }
  }, [crm, queries])

  const surroundings = useMemo(
    () => ({
      crm,
      queries,
      theme,
      locale,
      watermark,
      watch,
      say: sayIn(locale, words),
      format: formatIn(locale),
    }),
    [crm, queries, theme, locale, words, watermark, watch],
  )
  return (
    <SurroundingsContext.Provider value={surroundings}>{children}</SurroundingsContext.Provider>
  )
}

/** What surrounds a widget. @throws Error outside a `CrmProvider` */
export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext)
  if (!surroundings) throw new Error('A CRM widget needs a <CrmProvider> around it.')
  return surroundings
}

/** The client of the nearest provider. */
export const useCrm = (): Crm => useSurroundings().crm

/** Says the widgets' words in the provider's language. */
export const useWords = (): Say => useSurroundings().say

/** Prints money, days and counts in the provider's language. */
export const useFormat = (): Format => useSurroundings().format

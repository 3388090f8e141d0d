import { type Locale, useMe } from '@crm/react'
import type { ReactElement } from 'react'
import { otherLocale, wordsOf } from './words.ts'

/** What the bar takes. */
export interface BarProps {
  readonly locale: Locale
  readonly onLocale: (locale: Locale) => void
  readonly onLeave: () => void
}

/** The bar over the page: which bank, which day, who sits here; the language and the way out. */
export function Bar({ locale, onLocale, onLeave }: BarProps): ReactElement {
  const me = useMe()
  const words = wordsOf(locale)
  return (
    <header className="desk-bar">
      <h1>{me.status === 'ready' ? me.data.bank.name : words.title}</h1>
      {me.status === 'ready' && (
        <p>
          <span>
            {words.day} <time>{me.data.bank.businessDate}</time>
          </span>
          <span>
            {me.data.name} · {me.data.branchName}
          </span>
        </p>
      )}
      <nav>
        <button type="button" onClick={() => onLocale(otherLocale(locale))}>
          {words.other}
        </button>
        <button type="button" onClick={onLeave}>
          {words.leave}
        </button>
      </nav>
    </header>
  )
}

import type { CustomerId } from '@crm/core'
import {
  CustomerOverview,
  CustomerSearch,
  DueReminders,
  type Locale,
  MovementList,
  SegmentPreview,
  useMe,
} from '@crm/react'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { otherLocale, wordsOf } from './words.ts'

interface MorningProps {
  readonly locale: Locale
  readonly onLocale: (locale: Locale) => void
  readonly onLeave: () => void
}

/** Women with savings above fifty thousand yuan and no loan. */
const savers = {
  all: [
    { field: 'gender', is: 'eq', value: 'female' },
    { field: 'assetsFen', is: 'ge', value: 5_000_000 },
    { field: 'hasLoan', is: 'eq', value: false },
  ],
} as const

/** A relationship manager's morning: what to do, for whom, and the whole picture beside it. */
export function Morning({ locale, onLocale, onLeave }: MorningProps): ReactElement {
  const [open, setOpen] = useState<CustomerId>()
  const picture = useRef<HTMLElement>(null)
  const me = useMe()
  const words = wordsOf(locale)
  const may = (deed: string) => me.status === 'ready' && me.data.entitlements.includes(deed)

  useEffect(() => {
    if (open) picture.current?.focus()
  }, [open])

  return (
    <div className="desk">
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
      <main className="desk-grid">
        <div className="desk-side">
          {may('customer:read') && (
            <section aria-labelledby="desk-find">
              <h2 id="desk-find">{words.find}</h2>
              <CustomerSearch onOpen={(customer) => setOpen(customer.id)} />
            </section>
          )}
          {may('reminder:read') && me.status === 'ready' && (
            <section aria-labelledby="desk-today">
              <h2 id="desk-today">{words.today}</h2>
              <DueReminders asOf={me.data.bank.businessDate} onOpenCustomer={setOpen} />
            </section>
          )}
        </div>
        <div className="desk-main">
          <section aria-labelledby="desk-customer" ref={picture} tabIndex={-1}>
            <h2 id="desk-customer">{words.customer}</h2>
            {open ? (
              <CustomerOverview customerId={open} />
            ) : (
              <p className="desk-hint">{words.pick}</p>
            )}
          </section>
          {open && (
            <section aria-labelledby="desk-movements">
              <h2 id="desk-movements">{words.movements}</h2>
              <MovementList customerId={open} />
            </section>
          )}
          {may('segment:read') && (
            <section aria-labelledby="desk-segment">
              <h2 id="desk-segment">{words.segment}</h2>
              <SegmentPreview criteria={savers} editable />
            </section>
          )}
        </div>
      </main>
    </div>
  )
}

import { addDays, type CustomerId } from '@crm/core'
import {
  CallerLookup,
  Customer360,
  CustomerSearch,
  DueReminders,
  LabelLists,
  NextSteps,
  SegmentPreview,
  useMe,
} from '@crm/react'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { Bar, type BarProps } from './bar.tsx'
import { useTelephone } from './telephone.ts'
import { wordsOf } from './words.ts'

/** The words that customers sign here, and the hash of exactly those. */
const consentText = {
  version: 1,
  hash: '7b0f7f0b4f1c3f0d0e2a5d0d6a4a0c8e9a1b7c6d5e4f3a2b1c0d9e8f7a6b5c4d',
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
export function Morning(props: BarProps): ReactElement {
  const { locale } = props
  const [open, setOpen] = useState<CustomerId>()
  const picture = useRef<HTMLElement>(null)
  const me = useMe()
  const words = wordsOf(locale)
  const may = (deed: string) => me.status === 'ready' && me.data.entitlements.includes(deed)

  useTelephone()
  useEffect(() => {
    if (open) picture.current?.focus()
  }, [open])

  return (
    <div className="desk">
      <Bar {...props} />
      <main className="desk-grid">
        <div className="desk-side">
          {may('customer:read') && (
            <section aria-labelledby="desk-find">
              <h2 id="desk-find">{words.find}</h2>
              <CustomerSearch onOpen={(customer) => setOpen(customer.id)} />
            </section>
          )}
          {may('customer:read') && (
            <section aria-labelledby="desk-phone">
              <h2 id="desk-phone">{words.phone}</h2>
              <CallerLookup onOpen={setOpen} />
            </section>
          )}
          {may('reminder:read') && me.status === 'ready' && (
            <section aria-labelledby="desk-today">
              <h2 id="desk-today">{words.today}</h2>
              <DueReminders asOf={me.data.bank.businessDate} onOpenCustomer={setOpen} />
            </section>
          )}
          {may('label:write') && (
            <section aria-label={words.labels}>
              <h2>{words.labels}</h2>
              <LabelLists onOpenCustomer={setOpen} />
            </section>
          )}
          {may('interaction:write') && me.status === 'ready' && (
            <section aria-label={words.steps}>
              <NextSteps until={addDays(me.data.bank.businessDate, 7)} onOpenCustomer={setOpen} />
            </section>
          )}
        </div>
        <div className="desk-main">
          <section aria-labelledby="desk-customer" ref={picture} tabIndex={-1}>
            <h2 id="desk-customer">{words.customer}</h2>
            {open ? (
              <Customer360 customerId={open} consentText={consentText} onOpen={setOpen} />
            ) : (
              <p className="desk-hint">{words.pick}</p>
            )}
          </section>
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

import type { CustomerId } from '@crm/core'
import {
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useId,
  useRef,
  useState,
} from 'react'
import { useMe } from '../access/index.ts'
import type { ConsentPanelProps } from '../customers/index.ts'
import { useSurroundings, useWords } from '../kit/crm-provider.tsx'
import { CustomerHead } from './customer-overview.tsx'
import { type CustomerPart, shippedParts } from './customer-parts.tsx'

/** What the page takes. */
export interface Customer360Props {
  readonly customerId: CustomerId
  /** The words that customers sign; without them there is no part for consent. */
  readonly consentText?: ConsentPanelProps['text']
  /** What the host can do with this customer, beside the name. */
  readonly actions?: ReactNode
  /** Makes the people around the customer buttons that open theirs. */
  readonly onOpen?: (id: CustomerId) => void
  /** Parts of the host, after the shipped ones. */
  readonly parts?: readonly CustomerPart[]
}

/**
 * The 360° page of a customer: who they are and what waits to be done stands above, everything else a tab away.
 * A part asks the server when it is first opened, and keeps itself fresh. Arrow keys go from tab to tab.
 */
export function Customer360({
  customerId,
  consentText,
  actions,
  onOpen,
  parts: own = [],
}: Customer360Props): ReactElement | null {
  const say = useWords()
  const { theme, locale } = useSurroundings()
  const id = useId()
  const me = useMe()
  const tabs = useRef<HTMLDivElement>(null)
  const [chosen, choose] = useState('overview')
  if (me.status !== 'ready') return null

  const may = (deed: string) => me.data.entitlements.includes(deed)
  const parts = [...shippedParts(say, { consentText, onOpen, may }), ...own].filter(
    ({ needs }) => needs === undefined || may(needs),
  )
  const open = parts.find((part) => part.id === chosen) ?? parts[0]
  if (open === undefined) return null

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = nextTab(event.key, parts.indexOf(open), parts.length)
    if (to === undefined) return
    event.preventDefault()
    choose(parts[to]!.id)
    tabs.current?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus()
  }
  return (
    <div className="crm crm-customer-360" data-crm-theme={theme} lang={locale}>
      <CustomerHead customerId={customerId} actions={actions} />
      <div
        ref={tabs}
        role="tablist"
        tabIndex={-1}
        aria-label={say('page.parts')}
        className="crm-tabs"
        onKeyDown={onKeyDown}
      >
        {parts.map((part) => (
          <button
            key={part.id}
            type="button"
            role="tab"
            id={`${id}${part.id}`}
            className="crm-tab"
            aria-selected={part === open}
            aria-controls={`${id}panel`}
            tabIndex={part === open ? 0 : -1}
            onClick={() => choose(part.id)}
          >
            {part.label}
          </button>
        ))}
      </div>
      {/* Keyed: what one customer had open in a part is not what the next has. */}
      <div
        key={`${customerId}${open.id}`}
        role="tabpanel"
        id={`${id}panel`}
        aria-labelledby={`${id}${open.id}`}
      >
        {open.show(customerId)}
      </div>
    </div>
  )
}

/** Where an arrow, Home or End leads among so many tabs; nowhere for other keys. */
function nextTab(key: string, at: number, many: number): number | undefined {
  if (key === 'ArrowRight') return (at + 1) % many
  if (key === 'ArrowLeft') return (at + many - 1) % many
  if (key === 'Home') return 0
  return key === 'End' ? many - 1 : undefined
}

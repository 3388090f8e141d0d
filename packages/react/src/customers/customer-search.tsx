import type { CustomerView } from '@crm/core'
import { type KeyboardEvent, type ReactElement, type ReactNode, useId, useState } from 'react'
import { useMe } from '../access/hooks.ts'
import { PersonalFrame } from '../access/index.ts'
import { useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'
import { Failure } from '../kit/frame.tsx'
import { customerLine } from './customer-line.tsx'
import { useCustomerSearch, useSettled } from './hooks.ts'

/** What the search takes. */
export interface CustomerSearchProps {
  /** Called with the customer that was chosen. */
  readonly onOpen: (customer: CustomerView) => void
  /** Draw one result your own way. */
  readonly renderItem?: (customer: CustomerView) => ReactNode
}

const PAUSE_MS = 200

/** One box that finds a customer by whatever is at hand; arrows choose, Enter opens, Escape clears. */
export function CustomerSearch({ onOpen, renderItem }: CustomerSearchProps): ReactElement {
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const [open, setOpen] = useState(false)
  const id = useId()
  const say = useWords()
  const me = useMe()
  const asked = useSettled(text, PAUSE_MS)
  const found = useCustomerSearch(asked)
  const items = found.status === 'ready' && asked.trim() !== '' ? found.data.items : []
  const expanded = open && items.length > 0
  const today = me.status === 'ready' ? me.data.bank.businessDate : undefined

  const choose = (customer: CustomerView | undefined) => {
    if (!customer) return
    setOpen(false)
    // A masked name would be searched for as it stands, and find nobody.
    setText(plain(customer.name) ?? '')
    onOpen(customer)
  }
  const move = (by: number) => {
    setOpen(true)
    if (items.length > 0) setActive((at) => (at + by + items.length) % items.length)
  }
  const leave = () => (open ? setOpen(false) : setText(''))
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // While an input method composes, Enter and the arrows belong to it.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') move(expanded ? 1 : 0)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Enter') choose(items[active])
    else if (event.key === 'Escape') leave()
    else return
    event.preventDefault()
  }
  const told = () => {
    if (asked.trim() === '' || found.status !== 'ready') return ''
    if (items.length === 0) return say('search.none')
    return say(found.data.next ? 'search.found_more' : 'search.found', { count: items.length })
  }

  return (
    <PersonalFrame
      name="crm-customer-search"
      busy={found.status === 'loading' && asked.trim() !== ''}
    >
      <label className="crm-label" htmlFor={`${id}input`}>
        {say('search.label')}
      </label>
      <input
        id={`${id}input`}
        className="crm-input"
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-expanded={expanded}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-describedby={`${id}hint`}
        aria-activedescendant={expanded ? `${id}${active}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
          setOpen(true)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
        onFocus={() => setOpen(true)}
      />
      <p id={`${id}hint`} className="crm-quiet">
        {say('search.hint')}
      </p>
      <div
        id={`${id}list`}
        className="crm-options"
        role="listbox"
        aria-label={say('search.label')}
        hidden={!expanded}
      >
        {items.map((customer, at) => (
          <div
            key={customer.id}
            id={`${id}${at}`}
            className="crm-option"
            role="option"
            aria-selected={at === active}
            tabIndex={-1}
            // The box keeps the focus: a pressed mouse must not take it before the click comes.
            onMouseDown={(event) => event.preventDefault()}
            onMouseEnter={() => setActive(at)}
            onClick={() => choose(customer)}
            onKeyDown={(event) => event.key === 'Enter' && choose(customer)}
          >
            {renderItem ? (
              renderItem(customer)
            ) : (
              <>
                <strong>{shown(customer.name)}</strong>
                <span className="crm-quiet">{customerLine(customer, say, today)}</span>
              </>
            )}
          </div>
        ))}
      </div>
      <p className="crm-told" role="status">
        {told()}
      </p>
      {found.status === 'failed' && <Failure error={found.error} onRetry={found.refresh} />}
    </PersonalFrame>
  )
}

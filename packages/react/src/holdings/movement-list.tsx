import { AccountId, type CustomerId, LocalDate, type MovementView } from '@crm/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactElement, useEffect, useId, useMemo, useRef, useState } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import { type MovementFilter, useAccounts, useMovements } from './hooks.ts'
import { MovementRow } from './movement-row.tsx'

/** What the list takes. */
export interface MovementListProps {
  readonly customerId: CustomerId
  /** Begin with one account; all when left out. */
  readonly accountId?: AccountId
}

type Line = { readonly month: string } | { readonly movement: MovementView }

/** Movements with a heading before each month. */
function linesOf(movements: readonly MovementView[]): readonly Line[] {
  let month = ''
  return movements.flatMap((movement): Line[] => {
    const own = plain(movement.bookedOn)?.slice(0, 7) ?? ''
    if (own === month) return [{ movement }]
    month = own
    return [{ month }, { movement }]
  })
}

/** All movements of a customer, however many: only what is in view is drawn, and more is read as one scrolls. */
export function MovementList({ customerId, accountId }: MovementListProps): ReactElement {
  const [filter, setFilter] = useState<Omit<MovementFilter, 'customerId'>>({ accountId })
  const say = useWords()
  const id = useId()
  const accounts = useAccounts(customerId)
  const movements = useMovements({ customerId, ...filter })
  const change = (changed: Partial<MovementFilter>) => setFilter({ ...filter, ...changed })
  const day = (text: string) => (text === '' ? undefined : LocalDate.parse(text))

  return (
    <PersonalFrame
      name="crm-movement-list"
      label={say('movement.list')}
      busy={movements.status === 'loading'}
    >
      <div className="crm-filters">
        <label className="crm-label" htmlFor={`${id}account`}>
          {say('movement.account')}
          <select
            id={`${id}account`}
            className="crm-input"
            value={filter.accountId ?? ''}
            onChange={({ target }) =>
              change({ accountId: target.value ? AccountId.parse(target.value) : undefined })
            }
          >
            <option value="">{say('movement.all_accounts')}</option>
            {accounts.status === 'ready' &&
              accounts.data.items.map((account) => (
                <option key={account.id} value={account.id}>
                  {[shown(account.product), shown(account.number)].filter(Boolean).join(' ')}
                </option>
              ))}
          </select>
        </label>
        <label className="crm-label" htmlFor={`${id}from`}>
          {say('movement.from')}
          <input
            id={`${id}from`}
            className="crm-input"
            type="date"
            value={filter.from ?? ''}
            onChange={({ target }) => change({ from: day(target.value) })}
          />
        </label>
        <label className="crm-label" htmlFor={`${id}to`}>
          {say('movement.to')}
          <input
            id={`${id}to`}
            className="crm-input"
            type="date"
            value={filter.to ?? ''}
            onChange={({ target }) => change({ to: day(target.value) })}
          />
        </label>
      </div>
      {movements.status === 'loading' && <Waiting />}
      {movements.status === 'failed' && (
        <Failure error={movements.error} onRetry={movements.refresh} />
      )}
      {movements.status === 'ready' && movements.items.length === 0 && (
        <Nothing>{say('movement.none')}</Nothing>
      )}
      {movements.status === 'ready' && movements.items.length > 0 && (
        <Scroller items={movements.items} more={movements.more} reading={movements.reading} />
      )}
    </PersonalFrame>
  )
}

interface ScrollerProps {
  readonly items: readonly MovementView[]
  readonly more: (() => void) | undefined
  readonly reading: boolean
}

const HEADING_PX = 36
const ROW_PX = 60
/** Read on when this few lines are left below. */
const AHEAD = 10

function Scroller({ items, more, reading }: ScrollerProps): ReactElement {
  const box = useRef<HTMLElement>(null)
  const say = useWords()
  const format = useFormat()
  const lines = useMemo(() => linesOf(items), [items])
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: (at) => ('month' in lines[at]! ? HEADING_PX : ROW_PX),
    overscan: 6,
  })
  const seen = virtual.getVirtualItems()
  const last = seen.at(-1)?.index ?? 0

  useEffect(() => {
    if (more && !reading && last >= lines.length - AHEAD) more()
  }, [more, reading, last, lines.length])

  return (
    <section
      className="crm-scroll"
      ref={box}
      aria-label={say('movement.list')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard (WCAG 2.1.1)
      tabIndex={0}
    >
      <div className="crm-scroll-all" style={{ blockSize: virtual.getTotalSize() }}>
        {seen.map(({ index, key, start }) => {
          const line = lines[index]!
          return (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className="crm-scroll-line"
              style={{ transform: `translateY(${start}px)` }}
            >
              {'month' in line ? (
                <h4 className="crm-month">{line.month && format.month(line.month)}</h4>
              ) : (
                <MovementRow movement={line.movement} />
              )}
            </div>
          )
        })}
      </div>
      {reading && (
        <p className="crm-waiting" role="status">
          {say('movement.more')}
        </p>
      )}
    </section>
  )
}

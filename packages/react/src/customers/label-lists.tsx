import type { CustomerId, CustomerView, LabelChangeId, LabelId, LabelLine } from '@crm/core'
import { type FormEvent, type ReactElement, useId, useState } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { useWords } from '../kit/crm-provider.tsx'
import { shown } from '../kit/format.ts'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import { visible } from '../kit/visible.ts'
import {
  useChangeLabelled,
  useCreateLabel,
  useLabelled,
  useLabels,
  useUndoLabelled,
} from './label-hooks.ts'

/** What the lists take. */
export interface LabelListsProps {
  /** Makes each name a button that opens the customer. */
  readonly onOpenCustomer?: (id: CustomerId) => void
}

/** Tags of the bank and lists of one's own: make one, see who is under it, take many off at once, undo. */
export function LabelLists({ onOpenCustomer }: LabelListsProps): ReactElement {
  const say = useWords()
  const labels = useLabels()
  const [open, setOpen] = useState<LabelId>()
  return (
    <PersonalFrame
      name="crm-label-lists"
      label={say('labels.lists')}
      busy={labels.status === 'loading'}
    >
      {labels.status === 'loading' && <Waiting />}
      {labels.status === 'failed' && <Failure error={labels.error} onRetry={labels.refresh} />}
      {labels.status === 'ready' && (
        <>
          <NewList />
          {labels.data.items.length === 0 && <Nothing>{say('labels.none')}</Nothing>}
          <ul className="crm-list">
            {labels.data.items.map((line) => (
              <li key={line.label.id}>
                <Line
                  line={line}
                  isOpen={line.label.id === open}
                  onToggle={() => setOpen(line.label.id === open ? undefined : line.label.id)}
                />
                {line.label.id === open && (
                  <Customers label={open} {...(onOpenCustomer && { onOpenCustomer })} />
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </PersonalFrame>
  )
}

function NewList(): ReactElement {
  const say = useWords()
  const id = useId()
  const create = useCreateLabel()
  const [name, setName] = useState('')
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (await create.run({ kind: 'group', name: name.trim() })) setName('')
  }
  return (
    <>
      <form className="crm-ask" onSubmit={(event) => void onSubmit(event)}>
        <label className="crm-label" htmlFor={id}>
          {say('labels.new')}
        </label>
        <input
          id={id}
          className="crm-input"
          required
          maxLength={40}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="crm-button" disabled={create.pending}>
          {say('labels.make')}
        </button>
      </form>
      {create.error && <Failure error={create.error} />}
    </>
  )
}

interface LineProps {
  readonly line: LabelLine
  readonly isOpen: boolean
  readonly onToggle: () => void
}

function Line({ line: { label, customers }, isOpen, onToggle }: LineProps): ReactElement {
  const say = useWords()
  return (
    <button type="button" className="crm-link" aria-expanded={isOpen} onClick={onToggle}>
      {visible(label.name)}{' '}
      <span className="crm-quiet">
        {say(`labels.kind.${label.kind}`)} · {say('labels.count', { count: customers })}
      </span>
    </button>
  )
}

interface CustomersProps extends LabelListsProps {
  readonly label: LabelId
}

function Customers({ label, onOpenCustomer }: CustomersProps): ReactElement {
  const say = useWords()
  const customers = useLabelled(label)
  const change = useChangeLabelled()
  const undo = useUndoLabelled()
  const [picked, pick] = useState<ReadonlySet<CustomerId>>(new Set())
  const [last, setLast] = useState<{ told: string; changeId: LabelChangeId | undefined }>()
  if (customers.status === 'loading') return <Waiting />
  if (customers.status === 'failed')
    return <Failure error={customers.error} onRetry={customers.refresh} />

  const onTake = async (): Promise<void> => {
    const outcome = await change.run('take', label, [...picked])
    if (!outcome) return
    pick(new Set())
    setLast({
      told: say('labels.taken', { count: outcome.changed }),
      changeId: outcome.changeId,
    })
  }
  const onUndo = async (changeId: LabelChangeId): Promise<void> => {
    if (await undo.run(changeId)) setLast({ told: say('labels.undone'), changeId: undefined })
  }
  const error = change.error ?? undo.error
  return (
    <div className="crm-labelled">
      {customers.items.length === 0 && <Nothing>{say('labels.empty')}</Nothing>}
      <ul className="crm-plain">
        {customers.items.map((customer) => (
          <Member
            key={customer.id}
            customer={customer}
            picked={picked.has(customer.id)}
            onPick={() =>
              pick(
                new Set(
                  picked.has(customer.id)
                    ? [...picked].filter((id) => id !== customer.id)
                    : [...picked, customer.id],
                ),
              )
            }
            {...(onOpenCustomer && { onOpenCustomer })}
          />
        ))}
      </ul>
      {customers.more && (
        <button
          type="button"
          className="crm-button"
          disabled={customers.reading}
          onClick={customers.more}
        >
          {say('labels.more')}
        </button>
      )}
      {picked.size > 0 && (
        <button
          type="button"
          className="crm-button"
          disabled={change.pending}
          onClick={() => void onTake()}
        >
          {say('labels.take_many', { count: picked.size })}
        </button>
      )}
      <p role="status" className="crm-undo">
        {last?.told}{' '}
        {last?.changeId && (
          <button
            type="button"
            className="crm-button"
            disabled={undo.pending}
            onClick={() => void onUndo(last.changeId!)}
          >
            {say('action.undo')}
          </button>
        )}
      </p>
      {error && <Failure error={error} />}
    </div>
  )
}

interface MemberProps extends LabelListsProps {
  readonly customer: CustomerView
  readonly picked: boolean
  readonly onPick: () => void
}

function Member({ customer, picked, onPick, onOpenCustomer }: MemberProps): ReactElement {
  const say = useWords()
  const name = shown(customer.name)
  return (
    <li className="crm-member">
      <input
        type="checkbox"
        checked={picked}
        aria-label={say('labels.pick', { name })}
        onChange={onPick}
      />
      {onOpenCustomer ? (
        <button type="button" className="crm-link" onClick={() => onOpenCustomer(customer.id)}>
          {name}
        </button>
      ) : (
        name
      )}
    </li>
  )
}

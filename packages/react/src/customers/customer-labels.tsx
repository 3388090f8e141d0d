import { type CustomerId, type Label, type LabelChangeId, LabelId } from '@crm/core'
import { type ReactElement, useId, useState } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { useWords } from '../kit/crm-provider.tsx'
import { Failure, Waiting } from '../kit/frame.tsx'
import { visible } from '../kit/visible.ts'
import { useChangeLabelled, useLabels, useLabelsOf, useUndoLabelled } from './label-hooks.ts'

/** Whose labels. */
export interface CustomerLabelsProps {
  readonly customerId: CustomerId
  /** False leaves out what changes them. */
  readonly editable?: boolean
}

/** The tags and lists that a customer is under: put on with a choice, taken off with a press, undone with another. */
export function CustomerLabels({ customerId, editable = true }: CustomerLabelsProps): ReactElement {
  const say = useWords()
  const held = useLabelsOf(customerId)
  const change = useChangeLabelled()
  const undo = useUndoLabelled()
  const [last, setLast] = useState<{ told: string; changeId: LabelChangeId | undefined }>()

  const onChange = async (deed: 'put' | 'take', { id, name }: Label): Promise<void> => {
    const outcome = await change.run(deed, id, [customerId])
    if (outcome) setLast({ told: say(`labels.${deed}`, { name }), changeId: outcome.changeId })
  }
  const onUndo = async (changeId: LabelChangeId): Promise<void> => {
    if (await undo.run(changeId)) setLast({ told: say('labels.undone'), changeId: undefined })
  }
  const error = change.error ?? undo.error
  return (
    <PersonalFrame
      name="crm-customer-labels"
      label={say('labels.title')}
      busy={held.status === 'loading'}
    >
      {held.status === 'loading' && <Waiting />}
      {held.status === 'failed' && <Failure error={held.error} onRetry={held.refresh} />}
      {held.status === 'ready' && (
        <>
          <ul className="crm-plain crm-chips">
            {held.data.items.map((label) => (
              <li key={label.id} className="crm-tag">
                {visible(label.name)}
                {editable && (
                  <button
                    type="button"
                    className="crm-chip-off"
                    aria-label={say('labels.take_off', { name: label.name })}
                    disabled={change.pending}
                    onClick={() => void onChange('take', label)}
                  >
                    ×
                  </button>
                )}
              </li>
            ))}
          </ul>
          {editable && (
            <Choice held={held.data.items} onPut={(label) => void onChange('put', label)} />
          )}
        </>
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
    </PersonalFrame>
  )
}

interface ChoiceProps {
  readonly held: readonly Label[]
  readonly onPut: (label: Label) => void
}

function Choice({ held, onPut }: ChoiceProps): ReactElement {
  const say = useWords()
  const id = useId()
  const labels = useLabels()
  const [chosen, choose] = useState('')
  const holds = new Set(held.map((label) => label.id))
  const left =
    labels.status === 'ready'
      ? labels.data.items.map(({ label }) => label).filter((label) => !holds.has(label.id))
      : []
  const label = left.find((one) => one.id === chosen)
  return (
    <form
      className="crm-ask"
      onSubmit={(event) => {
        event.preventDefault()
        if (label) onPut(label)
        choose('')
      }}
    >
      <label className="crm-label" htmlFor={id}>
        {say('labels.add')}
      </label>
      <select
        id={id}
        className="crm-input"
        value={label?.id ?? ''}
        onChange={({ target }) => choose(target.value === '' ? '' : LabelId.parse(target.value))}
      >
        <option value="">{say('labels.choose')}</option>
        {left.map((one) => (
          <option key={one.id} value={one.id}>
            {visible(one.name)}
          </option>
        ))}
      </select>
      <button type="submit" className="crm-button" disabled={!label}>
        {say('labels.put_on')}
      </button>
    </form>
  )
}

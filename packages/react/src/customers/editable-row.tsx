import { type CrmError, type FieldFault, isMasked, type Masked } from '@crm/core'
import {
  type FormEvent,
  type KeyboardEvent,
  type ReactElement,
  useEffect,
  useId,
  useRef,
} from 'react'
import { useWords } from '../kit/crm-provider.tsx'
import { Value } from '../kit/value.tsx'
import type { EditableField } from './customer-editor.tsx'

/** One detail: as it stands, or being written over. */
export interface EditableRowProps {
  readonly field: EditableField
  readonly value: string | Masked | undefined
  readonly editing: boolean
  readonly pending: boolean
  readonly error: CrmError | undefined
  readonly onBegin: () => void
  readonly onCancel: () => void
  readonly onSave: (value: string, confirmed: boolean) => void
}

/** Fields that are chosen and not written. */
const choices: Partial<Record<EditableField, readonly string[]>> = {
  gender: ['female', 'male'],
  birthdayCalendar: ['solar', 'lunar', 'unknown'],
}

/** One detail of a customer, to be changed where it stands. */
export function EditableRow(props: EditableRowProps): ReactElement {
  const { field, value, editing, onBegin } = props
  const say = useWords()
  const button = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  const name = say(`golden.field.${field}`)

  // Who leaves the field by the keyboard goes on from where it stands.
  useEffect(() => {
    if (wasEditing.current && !editing && document.activeElement === document.body)
      button.current?.focus()
    wasEditing.current = editing
  }, [editing])

  const print = (one: string) => (choices[field] ? say.code(`golden.value.${one}`) : one)
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {editing ? (
          <Form {...props} name={name} />
        ) : (
          <button type="button" className="crm-link crm-detail" ref={button} onClick={onBegin}>
            <span className="crm-unseen">{say('editor.change', { field: name })} </span>
            {value === undefined ? say('editor.empty') : <Value of={value} print={print} />}
          </button>
        )}
      </dd>
    </div>
  )
}

function Form(props: EditableRowProps & { readonly name: string }): ReactElement {
  const { field, name, value, pending, error, onCancel, onSave } = props
  const say = useWords()
  const help = useId()
  const input = useRef<HTMLInputElement & HTMLSelectElement>(null)
  useEffect(() => {
    input.current?.focus()
    // Writing goes over what is there; who wants to mend it moves into it first.
    if (input.current instanceof HTMLInputElement) input.current.select()
  }, [])

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    onSave(String(form.get('value') ?? '').trim(), form.has('confirmed'))
  }
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
    event.stopPropagation()
    onCancel()
  }
  const options = choices[field]
  const common = {
    ref: input,
    name: 'value',
    className: 'crm-input',
    'aria-label': name,
    'aria-describedby': help,
    'aria-invalid': error !== undefined,
    // What is masked is never in the page: it is written anew, whole.
    defaultValue: value === undefined || isMasked(value) ? '' : value,
  }
  return (
    <form className="crm-detail-form" onSubmit={submit} onKeyDown={leave}>
      {options ? (
        <select {...common}>
          {field === 'gender' && <option value="">{say('editor.empty')}</option>}
          {options.map((option) => (
            <option key={option} value={option}>
              {say.code(`golden.value.${option}`)}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          type={field === 'bornOn' ? 'date' : 'text'}
          autoComplete="off"
          placeholder={isMasked(value) ? value.masked : undefined}
        />
      )}
      <label className="crm-quiet">
        <input type="checkbox" name="confirmed" /> {say('editor.confirmed')}
      </label>
      <span className="crm-detail-acts">
        <button type="submit" className="crm-button crm-primary" disabled={pending}>
          {say('editor.save')}
        </button>
        <button type="button" className="crm-button" onClick={onCancel}>
          {say('editor.cancel')}
        </button>
      </span>
      <span id={help} className={error ? 'crm-fault' : 'crm-quiet'} role={error && 'alert'}>
        {error ? reasonOf(error, say.code) : say('editor.keys')}
      </span>
    </form>
  )
}

/** Why a field was not taken: its own fault where it has one, else what went wrong. */
function reasonOf(
  { code, context }: CrmError,
  say: (code: string, facts?: Readonly<Record<string, unknown>>) => string,
): string {
  const faults = (context.faults ?? []) as readonly FieldFault[]
  const [first] = faults
  return first ? say(first.code) : say(code, context)
}

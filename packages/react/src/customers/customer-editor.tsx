import type { CustomerChanges } from '@crm/client'
import {
  type CrmError,
  type CustomerId,
  type CustomerView,
  checkFields,
  customerErrors,
  LocalDate,
} from '@crm/core'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { useMe } from '../access/hooks.ts'
import { PersonalFrame } from '../access/index.ts'
import { useWords } from '../kit/crm-provider.tsx'
import { Failure, Waiting } from '../kit/frame.tsx'
import { EditableRow } from './editable-row.tsx'
import { useEditCustomer, useRestoreCustomer } from './golden-hooks.ts'
import { useCustomer } from './hooks.ts'

/** Whose details. */
export interface CustomerEditorProps {
  readonly customerId: CustomerId
}

/** What can be changed in place, in the order in which it is asked for. */
export const editableFields = [
  'name',
  'phone',
  'idNumber',
  'gender',
  'bornOn',
  'birthdayCalendar',
  'village',
  'address',
] as const
export type EditableField = (typeof editableFields)[number]

interface JustSaved {
  readonly field: EditableField
  /** What to go back to, and from which version. */
  readonly to: number
  readonly version: number
}

/** How long an edit can be taken back with one press, in milliseconds. */
const UNDO_MS = 10_000
/** Until the bank's day is known, no day is too late for it. */
const LAST_DAY = LocalDate.parse('9999-12-31')

/** A customer's details, each to be changed where it stands: press, write, Enter. Esc leaves it. */
export function CustomerEditor({ customerId }: CustomerEditorProps): ReactElement {
  const customer = useCustomer(customerId)
  const say = useWords()
  return (
    <PersonalFrame
      name="crm-customer-editor"
      label={say('editor.title')}
      busy={customer.status === 'loading'}
    >
      <h3>{say('editor.title')}</h3>
      {customer.status === 'loading' && <Waiting />}
      {customer.status === 'failed' && (
        <Failure error={customer.error} onRetry={customer.refresh} />
      )}
      {customer.status === 'ready' && (
        <Details key={customerId} customer={customer.data} onStale={customer.refresh} />
      )}
    </PersonalFrame>
  )
}

interface DetailsProps {
  readonly customer: CustomerView
  readonly onStale: () => void
}

function Details({ customer, onStale }: DetailsProps): ReactElement {
  const say = useWords()
  const edit = useEditCustomer()
  const restore = useRestoreCustomer()
  const [editing, setEditing] = useState<EditableField>()
  const [saved, setSaved] = useState<JustSaved>()
  const [refused, setRefused] = useState<CrmError>()
  const [told, setTold] = useState('')
  const undo = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (!saved) return
    undo.current?.focus()
    const timer = setTimeout(() => setSaved(undefined), UNDO_MS)
    return () => clearTimeout(timer)
  }, [saved])

  const nameOf = (field: EditableField) => say(`golden.field.${field}`)
  const me = useMe()
  const today = me.status === 'ready' ? me.data.bank.businessDate : undefined
  const begin = (field: EditableField | undefined) => {
    edit.reset()
    restore.reset()
    setRefused(undefined)
    setEditing(field)
  }
  const onSave = async (field: EditableField, value: string, confirmed: boolean) => {
    const { id, version, kind } = customer
    // What is wrong by itself is told before it is sent; the bank looks at it all the same.
    const { faults } = checkFields(
      { [field]: value },
      kind === 'firm' ? 'firm' : 'person',
      today ?? LAST_DAY,
    )
    setRefused(faults.length > 0 ? customerErrors.fieldsInvalid(faults) : undefined)
    if (faults.length > 0) return
    const changes = { [field]: value === '' ? null : value, confirmed } as CustomerChanges
    const done = await edit.run(id, changes, version)
    if (!done) return
    setEditing(undefined)
    setTold(say('editor.saved', { field: nameOf(field) }))
    if (done.version > version) setSaved({ field, to: version, version: done.version })
  }
  const onUndo = async ({ field, to, version }: JustSaved) => {
    setSaved(undefined)
    const back = await restore.run(customer.id, to, version)
    if (back) setTold(say('editor.undone', { field: nameOf(field) }))
    else onStale()
  }
  const stale = edit.error?.code === 'write.version_stale'
  const elsewhere = restore.error ?? (stale || !editing ? edit.error : undefined)

  return (
    <>
      <p className="crm-unseen" role="status">
        {told}
      </p>
      {elsewhere && <Failure error={elsewhere} onRetry={onStale} />}
      {saved && (
        <p className="crm-undo">
          <span>{say('editor.saved', { field: nameOf(saved.field) })}</span>
          <button
            type="button"
            className="crm-button"
            ref={undo}
            onClick={() => void onUndo(saved)}
          >
            {say('action.undo')}
          </button>
        </p>
      )}
      <dl className="crm-facts crm-details">
        {editableFields.map((field) => (
          <EditableRow
            key={field}
            field={field}
            value={customer[field]}
            editing={editing === field}
            pending={edit.pending}
            error={editing === field && !stale ? (refused ?? edit.error) : undefined}
            onBegin={() => begin(field)}
            onCancel={() => begin(undefined)}
            onSave={(value, confirmed) => void onSave(field, value, confirmed)}
          />
        ))}
      </dl>
    </>
  )
}

import type { Closing, CustomerId, DueReminder, LocalDate, ReminderId } from '@crm/core'
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { useWords } from '../kit/crm-provider.tsx'
import { shown } from '../kit/format.ts'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import { useCloseReminder, useDueReminders, useReopenReminder } from './hooks.ts'
import { ReminderItem } from './reminder-item.tsx'

/** What the list takes. */
export interface DueRemindersProps {
  /** The day it is for: the bank's. */
  readonly asOf: LocalDate
  /** Makes each name a button that opens the customer. */
  readonly onOpenCustomer?: (id: CustomerId) => void
  /** Draw one reminder your own way; closing and undoing stay ours. */
  readonly renderItem?: (due: DueReminder, close: (as: Closing) => void) => ReactNode
}

interface JustClosed {
  readonly id: ReminderId
  readonly version: number
  readonly name: string
  readonly as: Closing
}

/** How long a closing can be taken back with one press, in milliseconds. */
const UNDO_MS = 10_000

/** Today's list for a relationship manager: what to do, for whom, why, and what is at stake. */
export function DueReminders({
  asOf,
  onOpenCustomer,
  renderItem,
}: DueRemindersProps): ReactElement {
  const due = useDueReminders(asOf)
  const close = useCloseReminder()
  const reopen = useReopenReminder()
  const say = useWords()
  const [closed, setClosed] = useState<JustClosed>()
  const [told, setTold] = useState('')
  const undo = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (!closed) return
    // The pressed button goes with its row: the focus goes to what can be done next.
    undo.current?.focus()
    const timer = setTimeout(() => setClosed(undefined), UNDO_MS)
    return () => clearTimeout(timer)
  }, [closed])

  const onClose = async ({ reminder, customer }: DueReminder, as: Closing) => {
    reopen.reset()
    const saved = await close.run(reminder.id, as, reminder.version)
    // Somebody was quicker: the list as it is now, and the failure in words above it.
    if (!saved) return due.refresh()
    const name = shown(customer.name)
    setTold(say(`reminders.closed_${as}`, { name }))
    setClosed({ id: saved.id, version: saved.version, name, as })
  }
  const onUndo = async () => {
    if (!closed) return
    setClosed(undefined)
    const saved = await reopen.run(closed.id, closed.version)
    if (saved) setTold(say('reminders.reopened', { name: closed.name }))
    else due.refresh()
  }
  const failed = close.error ?? reopen.error

  return (
    <PersonalFrame name="crm-due-reminders" busy={due.status === 'loading'}>
      <p className="crm-unseen" role="status">
        {told}
      </p>
      {failed && <Failure error={failed} />}
      {closed && (
        <p className="crm-undo">
          <span>{say(`reminders.closed_${closed.as}`, { name: closed.name })}</span>
          <button type="button" className="crm-button" ref={undo} onClick={() => void onUndo()}>
            {say('action.undo')}
          </button>
        </p>
      )}
      {due.status === 'loading' && <Waiting />}
      {due.status === 'failed' && <Failure error={due.error} onRetry={due.refresh} />}
      {due.status === 'ready' && due.items.length === 0 && (
        <Nothing>{say('reminders.none_due')}</Nothing>
      )}
      {due.status === 'ready' && due.items.length > 0 && (
        <>
          <p className="crm-quiet">
            {say(due.more ? 'reminders.count_more' : 'reminders.count', {
              count: due.items.length,
            })}
          </p>
          <ul className="crm-list">
            {due.items.map((item) => (
              <li key={item.reminder.id}>
                {renderItem ? (
                  renderItem(item, (as) => void onClose(item, as))
                ) : (
                  <ReminderItem
                    due={item}
                    pending={close.pending}
                    onClose={(as) => void onClose(item, as)}
                    onOpenCustomer={onOpenCustomer}
                  />
                )}
              </li>
            ))}
          </ul>
          {due.more && (
            <button type="button" className="crm-button" disabled={due.reading} onClick={due.more}>
              {say('reminders.more')}
            </button>
          )}
        </>
      )}
    </PersonalFrame>
  )
}

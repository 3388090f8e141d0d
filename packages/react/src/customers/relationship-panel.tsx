import type { CustomerId, LocalDate, RelationshipLine, RelationshipView } from '@crm/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useMe } from '../access/hooks.ts'
import { PersonalFrame } from '../access/index.ts'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import { faultsInWords, RelationshipForm } from './relationship-form.tsx'
import {
  useAddRelationship,
  useEndRelationship,
  useRelationships,
  useUndoRelationship,
} from './relationship-hooks.ts'

/** Whose relationships. */
export interface RelationshipPanelProps {
  readonly customerId: CustomerId
  /** Called with a customer that was chosen. */
  readonly onOpen?: (id: CustomerId) => void
  /** False leaves out adding and ending: for who may read and not write. */
  readonly editable?: boolean
}

interface Done {
  readonly word: 'relations.added' | 'relations.ended' | 'relations.undone'
  readonly name: string
  /** What may be taken back. */
  readonly undo?: RelationshipView
}

/** Who is what to a customer: written down with its reason, ended, and taken back in one press. */
export function RelationshipPanel(props: RelationshipPanelProps): ReactElement {
  const { customerId, onOpen, editable = true } = props
  const list = useRelationships(customerId)
  const add = useAddRelationship()
  const undo = useUndoRelationship()
  const say = useWords()
  const [adding, setAdding] = useState(false)
  const [done, setDone] = useState<Done>()

  const takeBack = async ({ name, undo: last }: Done) => {
    if (!last) return
    const back = await undo.run(customerId, last.id, last.version)
    if (back) setDone({ word: 'relations.undone', name })
  }
  return (
    <PersonalFrame
      name="crm-relationship-panel"
      label={say('relations.title')}
      busy={list.status === 'loading'}
    >
      <h3>{say('relations.title')}</h3>
      {list.status === 'loading' && <Waiting />}
      {list.status === 'failed' && <Failure error={list.error} onRetry={list.refresh} />}
      {list.status === 'ready' && list.data.items.length === 0 && (
        <Nothing>{say('relations.none')}</Nothing>
      )}
      {list.status === 'ready' && (
        <ul className="crm-list">
          {list.data.items.map((line) => (
            <li key={line.relationship.id}>
              <Line
                line={line}
                onOpen={onOpen}
                editable={editable}
                onEnded={(ended, name) => setDone({ word: 'relations.ended', name, undo: ended })}
              />
            </li>
          ))}
        </ul>
      )}
      {list.status === 'ready' && list.data.leftOut > 0 && (
        <p className="crm-quiet">{say('graph.left_out', { count: list.data.leftOut })}</p>
      )}
      <div className="crm-relation">
        <span role="status">{done ? say(done.word, { name: done.name }) : ''}</span>
        {done?.undo && (
          <button
            type="button"
            className="crm-button"
            disabled={undo.pending}
            onClick={() => void takeBack(done)}
          >
            {say('action.undo')}
          </button>
        )}
      </div>
      {undo.error && <Failure error={undo.error} />}
      {editable && !adding && (
        <p>
          <button type="button" className="crm-button" onClick={() => setAdding(true)}>
            {say('relations.add')}
          </button>
        </p>
      )}
      {adding && (
        <RelationshipForm
          pending={add.pending}
          error={add.error}
          onCancel={() => {
            add.reset()
            setAdding(false)
          }}
          onSave={async (draft, name) => {
            const made = await add.run(customerId, draft)
            if (!made) return
            setAdding(false)
            setDone({ word: 'relations.added', name, undo: made })
          }}
        />
      )}
    </PersonalFrame>
  )
}

interface LineProps {
  readonly line: RelationshipLine
  readonly onOpen: ((id: CustomerId) => void) | undefined
  readonly editable: boolean
  readonly onEnded: (ended: RelationshipView, name: string) => void
}

function Line({ line: { relationship, other }, onOpen, editable, onEnded }: LineProps) {
  const say = useWords()
  const format = useFormat()
  const [ending, setEnding] = useState(false)
  const { role, fromOn, shareBp } = relationship
  const name = shown(other?.name ?? relationship.otherName) || say('graph.unnamed')
  const since = plain(fromOn)
  const share = plain(shareBp)
  const facts = [
    share !== undefined && say('relations.share_of', { share: share / 100 }),
    since && say('relations.since', { day: format.day(since) }),
  ]
  return (
    <div className="crm-relation">
      <span>
        <span className="crm-tag">{say.code(`relation.${role}`)}</span>
        {other && onOpen ? (
          <button type="button" className="crm-link" onClick={() => onOpen(other.id)}>
            {name}
          </button>
        ) : (
          <strong>{name}</strong>
        )}{' '}
        <span className="crm-quiet">{facts.filter(Boolean).join(' · ')}</span>
      </span>
      {editable && !ending && plain(relationship.toOn) === undefined && (
        <button
          type="button"
          className="crm-button"
          aria-label={say('relations.end_of', { name })}
          onClick={() => setEnding(true)}
        >
          {say('relations.end')}
        </button>
      )}
      {ending && (
        <EndForm
          relationship={relationship}
          onCancel={() => setEnding(false)}
          onEnded={(ended) => onEnded(ended, name)}
        />
      )}
    </div>
  )
}

interface EndFormProps {
  readonly relationship: RelationshipView
  readonly onCancel: () => void
  readonly onEnded: (ended: RelationshipView) => void
}

function EndForm({ relationship, onCancel, onEnded }: EndFormProps): ReactElement {
  const say = useWords()
  const me = useMe()
  const end = useEndRelationship()
  const today = me.status === 'ready' ? me.data.bank.businessDate : undefined
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const { id, customerId, version } = relationship
    const asked = { on: String(form.get('on')) as LocalDate, reason: String(form.get('reason')) }
    const ended = await end.run(customerId, id, asked, version)
    if (ended) onEnded(ended)
  }
  return (
    <form className="crm-relation-form" onSubmit={(event) => void submit(event)}>
      <label className="crm-label">
        {say('relations.end_on')}
        <input className="crm-input" name="on" type="date" required defaultValue={today} />
      </label>
      <label className="crm-label">
        {say('relations.reason')}
        <input className="crm-input" name="reason" required minLength={2} maxLength={120} />
      </label>
      {end.error && (
        <p className="crm-fault" role="alert">
          {faultsInWords(end.error, say)}
        </p>
      )}
      <span className="crm-relation-acts">
        <button type="submit" className="crm-button crm-primary" disabled={end.pending}>
          {say('relations.end')}
        </button>
        <button type="button" className="crm-button" onClick={onCancel}>
          {say('relations.cancel')}
        </button>
      </span>
    </form>
  )
}

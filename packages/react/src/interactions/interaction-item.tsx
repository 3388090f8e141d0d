import type { InteractionView } from '@crm/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'
import { Failure } from '../kit/frame.tsx'
import { Value } from '../kit/value.tsx'
import { visible } from '../kit/visible.ts'
import { useAddToInteraction, useDiscardInteraction, useSubmitInteraction } from './hooks.ts'

/** One entry of the log. */
export interface InteractionItemProps {
  readonly interaction: InteractionView
  /** The person may write. */
  readonly may: boolean
  /** The person wrote it. */
  readonly isOwn: boolean
}

/** One entry: when, by whom, what for, what came of it, and what was added. */
export function InteractionItem({ interaction, may, isOwn }: InteractionItemProps): ReactElement {
  const say = useWords()
  const format = useFormat()
  const { kind, purpose, result, happenedAt, summary, staffName, status } = interaction
  const at = format.instant(happenedAt)
  return (
    <article className="crm-interaction">
      <p>
        <strong>{say.code(`interaction.kind.${kind}`)}</strong>
        {status === 'draft' && <span className="crm-tag">{say('interaction.is_draft')}</span>}
        {plain(purpose) && (
          <span className="crm-tag">{say.code(`interaction.purpose.${plain(purpose)}`)}</span>
        )}
        {plain(result) && (
          <span className="crm-tag">{say.code(`interaction.result.${plain(result)}`)}</span>
        )}
        <span className="crm-quiet">{say('interaction.by', { who: shown(staffName), at })}</span>
      </p>
      <p className="crm-said">
        <Value of={summary} />
      </p>
      <Beside {...interaction} />
      {status === 'draft' && isOwn && <DraftDeeds {...interaction} />}
      {status === 'submitted' && may && <AddTo {...interaction} />}
    </article>
  )
}

/** What stands beside the text: the next step, who was there, files, what was added. */
function Beside(interaction: InteractionView): ReactElement {
  const say = useWords()
  const format = useFormat()
  const nextStep = plain(interaction.nextStep)
  const present = plain(interaction.participants) ?? []
  const files = plain(interaction.attachments) ?? []
  const addenda = plain(interaction.addenda) ?? []
  return (
    <>
      {nextStep && <p>{say('interaction.next_told', { ...nextStep })}</p>}
      {present.length > 0 && (
        <p className="crm-quiet">{say('interaction.with_told', { who: present.join('、') })}</p>
      )}
      {files.map(({ url, name, size, sha256 }) => (
        <p key={sha256}>
          <a className="crm-link" href={url} rel="noopener noreferrer" title={sha256}>
            {visible(name)} ({format.size(size)})
          </a>
        </p>
      ))}
      {addenda.map(({ text, staffName, at }) => (
        <p key={`${at}${text}`} className="crm-addendum">
          <span className="crm-quiet">
            {say('interaction.added', { who: staffName, at: format.instant(at) })}
          </span>{' '}
          <span>{visible(text)}</span>
        </p>
      ))}
    </>
  )
}

function DraftDeeds({ id, version }: InteractionView): ReactElement {
  const say = useWords()
  const submit = useSubmitInteraction()
  const discard = useDiscardInteraction()
  const failed = submit.error ?? discard.error
  return (
    <div className="crm-deeds">
      <button
        type="button"
        className="crm-button"
        disabled={submit.pending}
        onClick={() => void submit.run(id, version)}
      >
        {say('interaction.submit_draft')}
      </button>
      <button
        type="button"
        className="crm-button"
        disabled={discard.pending}
        onClick={() => void discard.run(id, version)}
      >
        {say('interaction.discard')}
      </button>
      {failed && <Failure error={failed} />}
    </div>
  )
}

function AddTo({ id }: InteractionView): ReactElement {
  const say = useWords()
  const add = useAddToInteraction()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const done = await add.run(id, text)
    if (!done) return
    setText('')
    setOpen(false)
  }
  if (!open)
    return (
      <button type="button" className="crm-link" onClick={() => setOpen(true)}>
        {say('interaction.add')}
      </button>
    )
  return (
    <form className="crm-entry" onSubmit={(event) => void onSubmit(event)}>
      <label className="crm-label">
        {say('interaction.add_text')}
        <textarea
          className="crm-input"
          rows={2}
          required
          maxLength={2_000}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <button type="submit" className="crm-button" disabled={add.pending}>
        {say('interaction.add_save')}
      </button>
      {add.error && <Failure error={add.error} />}
    </form>
  )
}

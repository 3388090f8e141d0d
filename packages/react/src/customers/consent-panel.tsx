import {
  ConsentChannel,
  type ConsentLedger,
  ConsentPurpose,
  type ConsentState,
  type CustomerId,
} from '@crm/core'
import { type ReactElement, useState } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import { Scroll } from '../kit/scroll.tsx'
import { useConsents, useRecordConsent } from './hooks.ts'

/** Whose consents, and the words that a grant agrees to. */
export interface ConsentPanelProps {
  readonly customerId: CustomerId
  /** The words in force: their version and the SHA-256 of exactly what is shown or signed. */
  readonly text: { readonly version: number; readonly hash: string }
  /** How consent is given at this place. */
  readonly method?: 'counter-signature' | 'app' | 'phone-recording' | 'paper' | 'message'
  /** Where the proof lies, for what is granted from here on. */
  readonly proofRef?: string
}

/** What a customer agreed to, by purpose and way: agree and take back in one press, history beneath. */
export function ConsentPanel(props: ConsentPanelProps): ReactElement {
  const consents = useConsents(props.customerId)
  const say = useWords()
  return (
    <PersonalFrame
      name="crm-consent-panel"
      label={say('consent.title')}
      busy={consents.status === 'loading'}
    >
      <h3>{say('consent.title')}</h3>
      {consents.status === 'loading' && <Waiting />}
      {consents.status === 'failed' && (
        <Failure error={consents.error} onRetry={consents.refresh} />
      )}
      {consents.status === 'ready' && <Ledger {...props} ledger={consents.data} />}
    </PersonalFrame>
  )
}

function Ledger(props: ConsentPanelProps & { readonly ledger: ConsentLedger }): ReactElement {
  const { customerId, ledger, text, method = 'counter-signature', proofRef = '' } = props
  const say = useWords()
  const record = useRecordConsent()
  const [told, setTold] = useState('')

  async function press(state: ConsentState): Promise<void> {
    const { purpose, channel, open } = state
    const words = { textVersion: text.version, textHash: text.hash }
    const act = open ? 'withdrawn' : 'granted'
    const done = await record.run(customerId, { purpose, channel, act, method, proofRef, ...words })
    if (!done) return
    const what = `${say.code(`purpose.${purpose}`)} · ${say.code(`channel.${channel}`)}`
    setTold(say(open ? 'consent.done_withdrawn' : 'consent.done_granted', { what }))
  }

  return (
    <>
      <Scroll label={say('consent.purpose')}>
        <table className="crm-table">
          <thead>
            <tr>
              <th scope="col">{say('consent.purpose')}</th>
              {ConsentChannel.options.map((channel) => (
                <th key={channel} scope="col">
                  {say.code(`channel.${channel}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ConsentPurpose.options.map((purpose) => (
              <tr key={purpose}>
                <th scope="row">{say.code(`purpose.${purpose}`)}</th>
                {ledger.states
                  .filter((state) => state.purpose === purpose)
                  .map((state) => (
                    <td key={state.channel}>
                      <Switch
                        state={state as ConsentState}
                        busy={record.pending}
                        onPress={(pressed) => void press(pressed)}
                      />
                    </td>
                  ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p role="status">{told}</p>
      {record.error && <Failure error={record.error} />}
      <History records={ledger.records} />
    </>
  )
}

interface SwitchProps {
  readonly state: ConsentState
  readonly busy: boolean
  readonly onPress: (state: ConsentState) => void
}

function Switch({ state, busy, onPress }: SwitchProps): ReactElement {
  const say = useWords()
  const { purpose, channel, open, reason } = state
  const what = `${say.code(`purpose.${purpose}`)} · ${say.code(`channel.${channel}`)}`
  return (
    <button
      type="button"
      role="switch"
      className={open ? 'crm-button crm-in' : 'crm-button'}
      aria-checked={open}
      aria-label={what}
      title={say.code(reason.code, reason.facts)}
      disabled={busy}
      onClick={() => onPress(state)}
    >
      {say(open ? 'consent.yes' : 'consent.no')}
    </button>
  )
}

function History({ records }: { readonly records: ConsentLedger['records'] }): ReactElement {
  const say = useWords()
  const format = useFormat()
  if (records.length === 0) return <Nothing>{say('consent.none_yet')}</Nothing>
  return (
    <details>
      <summary>{say('consent.history', { count: records.length })}</summary>
      <ol className="crm-plain">
        {records.map((record) => (
          <li key={record.id}>
            <span>{format.instant(record.at)}</span>{' '}
            <span>
              {say.code(`consent.${record.act}`)}: {say.code(`purpose.${record.purpose}`)} ·{' '}
              {record.channel === 'all'
                ? say('consent.all_ways')
                : say.code(`channel.${record.channel}`)}
            </span>{' '}
            <span className="crm-quiet">
              {say('consent.proof', { version: record.textVersion, proof: record.proofRef })}
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}

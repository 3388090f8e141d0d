import type { BackupLine, BackupStanding } from '@crm/core'
import { type ReactElement, useId } from 'react'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { Failure, Frame, Waiting } from '../kit/frame.tsx'
import { Scroll } from '../kit/scroll.tsx'
import { useBackups } from './hooks.ts'

/** How the bank's backups stand: calm, to be looked at, or to be acted on; for the system administrator. */
export function BackupStatus(): ReactElement {
  const backups = useBackups()
  const say = useWords()
  return (
    <Frame name="crm-backup-status" label={say('backup.title')} busy={backups.status === 'loading'}>
      <h3>{say('backup.title')}</h3>
      {backups.status === 'loading' && <Waiting />}
      {backups.status === 'failed' && <Failure error={backups.error} onRetry={backups.refresh} />}
      {backups.status === 'ready' && <Standing standing={backups.data} />}
    </Frame>
  )
}

const tagOf = { quiet: 'crm-tag crm-well', warn: 'crm-tag crm-warn', alarm: 'crm-tag crm-alarm' }

function Standing({ standing }: { readonly standing: BackupStanding }): ReactElement {
  const say = useWords()
  const format = useFormat()
  const { state, reasons, rpoMinutes, backups, drill, seals } = standing
  return (
    <>
      <div className="crm-standing" role={state === 'alarm' ? 'alert' : 'status'}>
        <strong className={tagOf[state]}>{say(`backup.state.${state}`)}</strong>
        {reasons.length === 0 && <span>{say('backup.well', { rpoMinutes })}</span>}
        {reasons.length > 0 && (
          <ul className="crm-plain">
            {reasons.map(({ state: grade, reason }) => (
              <li key={reason.code} className={`crm-${grade}-text`}>
                {say.code(reason.code, reason.facts)}
              </li>
            ))}
          </ul>
        )}
      </div>
      {backups.length > 0 && <Backups backups={backups} />}
      <dl className="crm-facts">
        <div>
          <dt>{say('backup.drill')}</dt>
          <dd>
            {drill
              ? say('backup.drill_told', {
                  at: format.instant(drill.at),
                  rows: format.count(drill.rows),
                  seconds: (drill.restoreMs / 1_000).toFixed(1),
                })
              : say('backup.nothing')}
          </dd>
        </div>
        <div>
          <dt>{say('backup.seals')}</dt>
          <dd>
            {seals.sealedAt
              ? say('backup.seals_told', {
                  seals: format.count(seals.seals),
                  at: format.instant(seals.sealedAt),
                })
              : say('backup.nothing')}
          </dd>
        </div>
      </dl>
    </>
  )
}

function Backups({ backups }: { readonly backups: readonly BackupLine[] }): ReactElement {
  const say = useWords()
  const format = useFormat()
  const title = useId()
  return (
    <div>
      <h4 id={title}>{say('backup.list')}</h4>
      <Scroll labelledBy={title}>
        <table className="crm-table">
          <thead>
            <tr>
              <th scope="col">{say('backup.taken')}</th>
              <th scope="col">{say('backup.verified')}</th>
              <th scope="col">{say('backup.size')}</th>
              <th scope="col">{say('backup.rows')}</th>
            </tr>
          </thead>
          <tbody>
            {backups.map(({ takenAt, bytes, rows, verified }) => (
              <tr key={takenAt}>
                <th scope="row">
                  <time dateTime={takenAt}>{format.instant(takenAt)}</time>
                </th>
                <td className={verified ? 'crm-in' : 'crm-out'}>
                  {say(verified ? 'backup.yes' : 'backup.not_yet')}
                </td>
                <td className="crm-amount">{format.size(bytes)}</td>
                <td className="crm-amount">{format.count(rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  )
}

import type { LicenceStanding } from '@crm/core'
import { type ReactElement, useId } from 'react'
import { useWords } from '../kit/crm-provider.tsx'
import { Failure, Frame, Waiting } from '../kit/frame.tsx'
import { nameOfModule } from '../kit/say.ts'
import { visible } from '../kit/visible.ts'
import { useLicence } from './hooks.ts'

/** How the licence stands: its state and the days left, the seats taken, which modules are on. */
export function LicenceStatus(): ReactElement {
  const licence = useLicence()
  const say = useWords()
  return (
    <Frame
      name="crm-licence-status"
      label={say('licence.title')}
      busy={licence.status === 'loading'}
    >
      {licence.status === 'loading' && <Waiting />}
      {licence.status === 'failed' && <Failure error={licence.error} onRetry={licence.refresh} />}
      {licence.status === 'ready' && (
        <>
          <h3>{say('licence.title')}</h3>
          <State standing={licence.data} />
          <Seats seats={licence.data.seats} />
          <Modules modules={licence.data.modules} />
        </>
      )}
    </Frame>
  )
}

function State({ standing }: { readonly standing: LicenceStanding }): ReactElement {
  const say = useWords()
  const { state, reason, vendor } = standing
  const isWell = state === 'valid' || state === 'none'
  return (
    <div className="crm-licence-state" role={isWell ? undefined : 'alert'}>
      <strong className={isWell ? 'crm-tag' : 'crm-tag crm-alarm'}>
        {say(`licence.state.${state}`)}
      </strong>
      <span>{say.code(reason.code, reason.facts)}</span>
      {vendor !== undefined && <span className="crm-quiet">{visible(vendor)}</span>}
    </div>
  )
}

function Seats({ seats }: { readonly seats: LicenceStanding['seats'] }): ReactElement | null {
  const say = useWords()
  const told = useId()
  if (!seats) return null
  const { taken, of, most } = seats
  return (
    <div className="crm-seats">
      <h4>{say('licence.seats')}</h4>
      <meter
        aria-label={say('licence.seats')}
        aria-describedby={told}
        min={0}
        max={Math.max(most, taken, 1)}
        low={of * 0.9}
        high={of}
        optimum={0}
        value={taken}
      />
      <p id={told}>
        {say(taken > of ? 'licence.seats_over' : 'licence.seats_taken', { taken, of, most })}
      </p>
    </div>
  )
}

function Modules({ modules }: { readonly modules: LicenceStanding['modules'] }): ReactElement {
  const say = useWords()
  return (
    <div>
      <h4>{say('licence.modules')}</h4>
      <ul className="crm-modules">
        {modules.map(({ name, on }) => (
          <li key={name}>
            <span>{visible(nameOfModule(say, name))}</span>
            <span className={on ? 'crm-in' : 'crm-quiet'}>
              {say(on ? 'licence.on' : 'licence.off')}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

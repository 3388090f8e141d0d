import type { CustomerId } from '@crm/core'
import type { ReactNode } from 'react'
import {
  ConsentPanel,
  type ConsentPanelProps,
  CustomerEditor,
  CustomerHistory,
  CustomerLabels,
  ExposurePanel,
  OwnershipPanel,
  RelationshipGraph,
  RelationshipPanel,
  ValueSources,
} from '../customers/index.ts'
import { CashFlow, MovementList } from '../holdings/index.ts'
import { InteractionLog } from '../interactions/index.ts'
import type { Say } from '../kit/say.ts'
import { CustomerPicture } from './customer-overview.tsx'
import { CustomerTimeline } from './customer-timeline.tsx'
import { HouseholdPanel } from './household-panel.tsx'

/** A part of a customer's page: its name on the tab, and what it shows once it is opened. */
export interface CustomerPart {
  /** Its own among the parts. */
  readonly id: string
  readonly label: string
  /** Who may see it, by entitlement; everybody when left out. */
  readonly needs?: string
  readonly show: (customerId: CustomerId) => ReactNode
}

/** What the shipped parts are made with. */
export interface PartOptions {
  /** Open another customer’s page. */
  readonly onOpen: ((id: CustomerId) => void) | undefined
  /** What the person may do. */
  readonly may: (deed: string) => boolean
  /** The words that customers sign; without them there is no part for consent. */
  readonly consentText: ConsentPanelProps['text'] | undefined
}

/** The parts of a customer's page that come with it. */
export const shippedParts = (
  say: Say,
  { consentText: text, onOpen, may }: PartOptions,
): readonly CustomerPart[] => {
  const opens = onOpen && { onOpen }
  return [
    {
      id: 'overview',
      label: say('page.overview'),
      show: (id) => <CustomerPicture customerId={id} />,
    },
    {
      id: 'timeline',
      label: say('page.timeline'),
      show: (id) => <CustomerTimeline customerId={id} />,
    },
    {
      id: 'flow',
      label: say('page.flow'),
      needs: 'holding:read',
      show: (id) => <CashFlow customerId={id} />,
    },
    {
      id: 'movements',
      label: say('page.movements'),
      needs: 'holding:read',
      show: (id) => <MovementList customerId={id} />,
    },
    {
      id: 'interactions',
      label: say('page.interactions'),
      needs: 'interaction:read',
      show: (id) => <InteractionLog customerId={id} />,
    },
    {
      id: 'kin',
      label: say('page.kin'),
      needs: 'relationship:read',
      show: (id) => (
        <>
          <RelationshipGraph customerId={id} {...opens} />
          <RelationshipPanel customerId={id} {...opens} editable={may('relationship:write')} />
          <HouseholdPanel customerId={id} {...opens} editable={may('relationship:write')} />
          <ExposurePanel customerId={id} />
        </>
      ),
    },
    {
      id: 'labels',
      label: say('page.labels'),
      needs: 'label:read',
      show: (id) => <CustomerLabels customerId={id} editable={may('label:write')} />,
    },
    {
      id: 'details',
      label: say('page.details'),
      needs: 'customer:write',
      show: (id) => (
        <>
          <CustomerEditor customerId={id} />
          <CustomerHistory customerId={id} />
          <ValueSources customerId={id} />
        </>
      ),
    },
    {
      id: 'ownership',
      label: say('page.ownership'),
      needs: 'ownership:read',
      show: (id) => <OwnershipPanel customerId={id} />,
    },
    ...(text === undefined
      ? []
      : [
          {
            id: 'consent',
            label: say('page.consent'),
            needs: 'consent:read',
            show: (id: CustomerId) => <ConsentPanel customerId={id} text={text} />,
          },
        ]),
  ]
}

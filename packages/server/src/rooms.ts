import {
  accessDocs,
  approvalDocs,
  type Contract,
  customerDocs,
  deskDocs,
  type EndpointDocs,
  goldenDocs,
  holdingDocs,
  householdDocs,
  interactionDocs,
  labelDocs,
  mergeDocs,
  ownershipDocs,
  relationshipDocs,
  reminderDocs,
  segmentDocs,
  sourceDocs,
} from '@crm/core'
import { accessRoom } from './access/routes.ts'
import { approvalRoom } from './approvals/routes.ts'
import { customerRoom } from './customers/routes.ts'
import { deskRoom } from './desk/routes.ts'
import { refreshFacts } from './holdings/facts.ts'
import { holdingRoom } from './holdings/routes.ts'
import { interactionRoom } from './interactions/routes.ts'
import type { Room } from './kit/answer.ts'
import { reminderRoom } from './reminders/routes.ts'
import { segmentRoom } from './segments/routes.ts'
import { sourceRoom } from './sources/routes.ts'

/** Every room, in order. */
export const rooms: readonly Room[] = [
  accessRoom,
  approvalRoom,
  sourceRoom,
  customerRoom(({ db, bankId, today }, ids) => refreshFacts(db, bankId, ids, today)),
  holdingRoom,
  interactionRoom,
  segmentRoom,
  reminderRoom,
  deskRoom,
]

/** The contracts of every room, by its name. */
export const contracts: Readonly<Record<string, Contract>> = Object.fromEntries(
  rooms.map(({ name, contract }) => [name, contract]),
)

/** What every endpoint is for, with an example, by room. */
export const contractDocs: Readonly<Record<string, Readonly<Record<string, EndpointDocs>>>> = {
  access: accessDocs,
  approvals: approvalDocs,
  customers: {
    ...customerDocs,
    ...goldenDocs,
    ...relationshipDocs,
    ...householdDocs,
    ...labelDocs,
    ...mergeDocs,
    ...ownershipDocs,
  },
  desk: deskDocs,
  holdings: holdingDocs,
  interactions: interactionDocs,
  reminders: reminderDocs,
  segments: segmentDocs,
  sources: sourceDocs,
}

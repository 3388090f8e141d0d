import { branchSink, staffSink } from './access/sink.ts'
import { endGoneMemberships, householdSink } from './customers/household-sink.ts'
import { endGoneRelationships, relationshipSink } from './customers/relationship-sink.ts'
import { customerSink } from './customers/sink.ts'
import { finishImport } from './holdings/finish-import.ts'
import { accountSink, holderSink, holdingSink, movementSink } from './holdings/sink.ts'
import { takeBack } from './holdings/take-back.ts'
import { lookAtFolder } from './sources/dry-run.ts'
import { type Destination, type ImportOptions, loadFolder } from './sources/loader.ts'
import type { FileReport } from './sources/report.ts'

const destination: Destination = {
  sinks: {
    branches: branchSink,
    staff: staffSink,
    customers: customerSink,
    relationships: relationshipSink,
    households: householdSink,
    accounts: accountSink,
    holders: holderSink,
    holdings: holdingSink,
    movements: movementSink,
  },
  async gone(db, scope, records) {
    await takeBack(db, scope, records)
    await endGoneRelationships(db, scope, records)
    await endGoneMemberships(db, scope, records)
  },
  finish: finishImport,
}

/**
 * Load a folder of day-end files into every room they concern. Every data line is accepted,
 * unchanged or rejected by name, and written down with its batch in one transaction, so an import
 * that is killed goes on where it stopped: nothing is lost, nothing is done twice. A file that was
 * loaded before changes nothing. With `dryRun` it only looks, and tells what would become of each file.
 *
 * @throws `source.file_missing`, `source.other_bank`
 */
export const importFolder = (options: ImportOptions): Promise<readonly FileReport[]> =>
  options.dryRun === true ? lookAtFolder(options, destination) : loadFolder(options, destination)

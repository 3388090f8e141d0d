import { CrmError } from '../kit/index.ts'

export const segmentErrors = {
  notFound: (id: string) =>
    new CrmError('segment.not_found', 404, `There is no segment ${id}.`, { id }),
  nameTaken: (name: string) =>
    new CrmError('segment.name_taken', 409, `There is a segment called ${name} already.`, { name }),
}

import { CrmError } from '../kit/index.ts'

export const approvalErrors = {
  notFound: (id: string) =>
    new CrmError('approval.not_found', 404, `There is no request ${id}.`, { id }),
  noAuthority: (kind: string, amountFen: number) =>
    new CrmError('approval.no_authority', 403, `Nobody here may agree to ${kind} of so much.`, {
      kind,
      amountFen,
    }),
  mayNotDecide: (id: string, reasons: readonly string[]) =>
    new CrmError('approval.may_not_decide', 403, `You may not decide on ${id}.`, { id, reasons }),
  contentChanged: (id: string) =>
    new CrmError('approval.content_changed', 409, `Request ${id} is not what you were shown.`, {
      id,
    }),
  alreadyDecided: (id: string) =>
    new CrmError('approval.already_decided', 409, `Request ${id} is decided.`, { id }),
  limitReached: (branch: string, leftFen: number) =>
    new CrmError('approval.limit_reached', 409, `The day's limit of ${branch} is reached.`, {
      branch,
      leftFen,
    }),
  kindUnknown: (kind: string) =>
    new CrmError('approval.kind_unknown', 500, `Nobody knows how to carry out ${kind}.`, { kind }),
  delegationUnsound: (why: string) =>
    new CrmError('approval.delegation_unsound', 400, `This delegation cannot be: ${why}.`, { why }),
  delegationNotFound: (id: string) =>
    new CrmError('approval.delegation_not_found', 404, `There is no delegation ${id}.`, { id }),
}

import { CrmError } from '../kit/index.ts'

export const accessErrors = {
  notSignedIn: () => new CrmError('access.not_signed_in', 401, 'Sign in first.'),
  /** Told by the client, before anything was sent. */
  tokenUnavailable: (cause?: unknown) =>
    new CrmError('access.token_unavailable', 0, 'The host gave no usable token.', {}, { cause }),
  denied: (needs: string) => new CrmError('access.denied', 403, `This needs ${needs}.`, { needs }),
  moduleOff: (module: string) =>
    new CrmError(
      'access.module_off',
      403,
      `The module ${module} is not part of this installation.`,
      {
        module,
      },
    ),
  moduleUnlicensed: (module: string, reason = 'not_in_licence') =>
    new CrmError('access.module_unlicensed', 403, `The licence does not cover ${module}.`, {
      module,
      reason,
    }),
  /** `why`: unreadable, malformed, algorithm, type, signature, audience, content or key. */
  licenceInvalid: (why: string, cause?: unknown) =>
    new CrmError(
      'access.licence_invalid',
      403,
      `The licence file cannot be used: ${why}.`,
      { why },
      { cause },
    ),
  licenceAbsent: () =>
    new CrmError('access.licence_absent', 404, 'This installation runs without a licence file.'),
  licenceNotYet: (on: string) =>
    new CrmError('access.licence_not_yet', 403, `The licence begins on ${on}.`, { on }),
  /** `reach`: what may still be done, `reads` or `essentials`. */
  licenceExpired: (on: string, reach: string) =>
    new CrmError('access.licence_expired', 403, `The licence expired on ${on}.`, { on, reach }),
  clockRolledBack: (now: string, seen: string) =>
    new CrmError(
      'access.clock_rolled_back',
      403,
      `The clock says ${now}, but ${seen} has been. Set it right.`,
      { now, seen },
    ),
  seatRefused: (taken: number, most: number) =>
    new CrmError('access.seat_refused', 403, `All ${most} seats of the licence are taken.`, {
      taken,
      most,
    }),
  seatNotFound: (id: string) =>
    new CrmError('access.seat_not_found', 404, `${id} holds no seat.`, { id }),
  meterUnsigned: () =>
    new CrmError('access.meter_unsigned', 409, 'No key service is here to sign the meter.'),
  fieldNotUsable: (field: string) =>
    new CrmError('access.field_not_usable', 400, `You may not filter or sort by ${field}.`, {
      field,
    }),
  dutiesClash: (one: string, other: string) =>
    new CrmError(
      'access.duties_clash',
      403,
      `The roles ${one} and ${other} exclude each other; no one person may hold both.`,
      { one, other },
    ),
  sharesUnsound: (day: string, sumBp: number) =>
    new CrmError(
      'access.shares_unsound',
      400,
      `On ${day} the shares add up to ${sumBp} basis points, not to 10,000, or one person has two.`,
      { day, sumBp },
    ),
  purposeRequired: () =>
    new CrmError('access.purpose_required', 403, 'Say what for: send a purpose with the call.'),
  /** Told by the server, or by the client where the person gave no second factor. */
  stepUpRequired: (cause?: unknown) =>
    new CrmError(
      'access.step_up_required',
      403,
      'This needs a second factor, minutes old.',
      {},
      { cause },
    ),
  budgetSpent: (kind: string, limit: number) =>
    new CrmError('access.budget_spent', 429, `No more than ${limit} ${kind} a day.`, {
      kind,
      limit,
    }),
  tooManyRequests: (seconds: number) =>
    new CrmError('access.too_many_requests', 429, `Wait ${seconds} s before the next call.`, {
      seconds,
    }),
  addressRefused: () => new CrmError('access.address_refused', 403, 'This address may not call.'),
  staffNotFound: (id: string) =>
    new CrmError('access.staff_not_found', 404, `Nobody is known as ${id}.`, { id }),
  subjectNotFound: (id: string) =>
    new CrmError('access.subject_not_found', 404, `There is no customer ${id}.`, { id }),
  backupsUntold: () =>
    new CrmError(
      'access.backups_untold',
      404,
      'The host has not said where its backups lie: give createServer a `backups`.',
    ),
  nothingToUnmask: () =>
    new CrmError('access.nothing_to_unmask', 404, 'There is no such value to show.'),
  policyUnsound: (id: string, why: string) =>
    new CrmError('access.policy_unsound', 500, `Policy ${id} was not loaded: ${why}.`, { id, why }),
}

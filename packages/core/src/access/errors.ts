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
  fieldNotUsable: (field: string) =>
    new CrmError('access.field_not_usable', 400, `You may not filter or sort by ${field}.`, {
      field,
    }),
  policyUnsound: (id: string, why: string) =>
    new CrmError('access.policy_unsound', 500, `Policy ${id} was not loaded: ${why}.`, { id, why }),
}

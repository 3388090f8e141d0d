import { CrmError } from './error.ts'

/** What can go wrong on any endpoint, whatever its room. */
export const kitErrors = {
  requestInvalid: (part: string, issues: readonly unknown[]) =>
    new CrmError('request.invalid', 400, `The ${part} is not as agreed.`, { part, issues }),
  malformed: (why: string) =>
    new CrmError('request.malformed', 400, `The request could not be read: ${why}.`, { why }),
  tooLarge: (limit: number) =>
    new CrmError('request.too_large', 413, `The body is larger than ${limit} bytes.`, { limit }),
  notJson: () =>
    new CrmError('request.not_json', 415, 'Send the body as application/json in UTF-8.'),
  /** `path` without what may be somebody's number: `/customers/…`. */
  unknownRoute: (method: string, path: string) =>
    new CrmError('request.unknown_route', 404, `There is no ${method} ${path}.`, { method, path }),
  keyMissing: () =>
    new CrmError('write.key_missing', 400, 'A write needs an Idempotency-Key header.'),
  keyInvalid: () =>
    new CrmError('write.key_invalid', 400, 'An Idempotency-Key is 1 to 255 printable characters.'),
  keyReused: () =>
    new CrmError('write.key_reused', 422, 'This Idempotency-Key was used for another request.'),
  keyRunning: () =>
    new CrmError('write.key_running', 409, 'The request with this Idempotency-Key still runs.'),
  versionMissing: () =>
    new CrmError('write.version_missing', 428, 'Say which version you saw: send If-Match.'),
  versionStale: (id: string, expected: number, actual: number) =>
    new CrmError('write.version_stale', 412, `${id} has changed since you read it.`, {
      id,
      expected,
      actual,
    }),
  cursorInvalid: () =>
    new CrmError('page.cursor_invalid', 400, 'This cursor is not one that a page gave out.'),
  criteriaInvalid: (path: string, why: string) =>
    new CrmError('criteria.invalid', 400, `The criteria are wrong at "${path}": ${why}.`, {
      path,
      why,
    }),
  failed: () => new CrmError('server.failed', 500, 'Something went wrong on our side.'),
  responseInvalid: (endpoint: string) =>
    new CrmError(
      'server.response_invalid',
      500,
      `The answer of ${endpoint} broke its own schema.`,
      {
        endpoint,
      },
    ),
  auditFailed: () =>
    new CrmError('server.audit_failed', 503, 'What cannot be recorded is not shown. Try again.'),
  notReady: (cause: unknown) =>
    new CrmError('config.refused', 503, 'The system is not set up soundly.', {}, { cause }),
  overloaded: (seconds: number) =>
    new CrmError('server.overloaded', 503, 'There is too much to do at the moment. Try again.', {
      seconds,
    }),
  deadline: (milliseconds: number) =>
    new CrmError('store.deadline', 503, `The store did not answer in ${milliseconds} ms.`, {
      milliseconds,
    }),
  storeClosed: () => new CrmError('store.closed', 503, 'The store is closed.'),
  storeUnavailable: (why: string, cause?: unknown) =>
    new CrmError('store.unavailable', 503, `The store cannot be used: ${why}.`, { why }, { cause }),
  diskFull: () =>
    new CrmError(
      'store.disk_full',
      507,
      'The disk is full; nothing was saved. Free some space and try again.',
    ),
  locked: (folder: string, pid: number, host: string) =>
    new CrmError(
      'store.locked',
      503,
      `${folder} is open in process ${pid} on ${host}. Stop that process, or choose another folder.`,
      { folder, pid, host },
    ),
  damaged: (folder: string, cause?: unknown) =>
    new CrmError(
      'store.damaged',
      503,
      `The store in ${folder} cannot be opened; it seems damaged. Keep the folder and restore a backup beside it.`,
      { folder },
      { cause },
    ),
  corrupted: (where: string, cause?: unknown) =>
    new CrmError(
      'store.corrupted',
      503,
      `What lies on the disk is not what was written: ${where}. Restore a backup beside it.`,
      { where },
      { cause },
    ),
  readOnly: () =>
    new CrmError(
      'store.read_only',
      503,
      'Damage was found in the store; nothing is written to it until it is restored.',
    ),
  nestedCheckout: () =>
    new CrmError(
      'store.nested_checkout',
      500,
      'A transaction is open here: use the connection it was given, not the store.',
    ),
  migrationChanged: (id: string) =>
    new CrmError(
      'store.migration_changed',
      500,
      `Migration ${id} has changed since this store ran it. Add a new migration instead.`,
      { id },
    ),
  newerThanCode: (ids: readonly string[]) =>
    new CrmError(
      'store.newer_than_code',
      500,
      `This store was opened by newer code, which ran ${ids.join(', ')}. Install that version.`,
      { ids },
    ),
  unreachable: (cause: unknown) =>
    new CrmError('network.unreachable', 0, 'The CRM could not be reached.', {}, { cause }),
  timedOut: (milliseconds: number) =>
    new CrmError('network.timed_out', 0, `The CRM did not answer in ${milliseconds} ms.`, {
      milliseconds,
    }),
  aborted: (cause?: unknown) =>
    new CrmError('network.aborted', 0, 'The request was called off.', {}, { cause }),
  unreadable: (status: number, contentType: string) =>
    new CrmError('network.unreadable', status, 'The answer is not one the CRM gives.', {
      contentType,
    }),
  unexpectedAnswer: (endpoint: string, paths: readonly string[] = []) =>
    new CrmError('network.unexpected_answer', 0, `The answer of ${endpoint} is not as agreed.`, {
      endpoint,
      paths,
    }),
}

import type { Database } from './database.ts'

/**
 * How a column stands under 银行保险机构数据安全管理办法, article 18. `core` and `important` are for the
 * authorities and the bank to name, for data in bulk; nothing here is either by itself. `sensitive` is
 * what JR/T 0171 calls C2; `other` is C1 and structure. C3 has no place in this product.
 */
export type DataLevel = 'core' | 'important' | 'sensitive' | 'other'

/** The columns of a table by level, parted by spaces. */
export interface ColumnLevels {
  readonly sensitive?: string
  readonly other?: string
}

/** Every column of every table with its level; a test holds the list to the schema and to the views. */
export const dataLevels: Readonly<Record<keyof Database | 'schema_migration', ColumnLevels>> = {
  account: {
    sensitive: 'number number_index number_tail balance_fen balance_on row_hash',
    other:
      'bank_id customer_id account_id version kind product currency branch_id opened_on closed_on balance_derived status',
  },
  account_holder: {
    sensitive: 'owner_id role row_hash',
    other: 'bank_id customer_id account_id',
  },
  approval: {
    sensitive: 'reason content content_hash amount_fen',
    other:
      'bank_id approval_id version kind subject_kind subject_id branch_id maker_branch_id maker_id maker_person_id made_at status',
  },
  approval_decision: {
    sensitive: 'remark',
    other: 'bank_id approval_id person_id staff_id on_behalf_of on_behalf_person_id decision at',
  },
  approval_limit: { other: 'bank_id branch_id kind day used_fen' },
  audit_event: {
    sensitive: 'purpose customer_id customer_ids object_id before_mark after_mark',
    other:
      'bank_id event_id at actor_id person_id roles action object_kind field_names decision policy_id result request_id epoch tx_id seq session_id address mark',
  },
  audit_seal: {
    other:
      'bank_id n at last_epoch last_tx last_seq rows marks root previous seal key_id algorithm signature expired',
  },
  bank: { other: 'bank_id name currency business_date time_zone created_at' },
  branch: { other: 'bank_id branch_id parent_id name attributes' },
  branch_path: { other: 'bank_id ancestor_id descendant_id' },
  consent_record: {
    sensitive: 'proof_ref guardian_id act',
    other:
      'bank_id customer_id consent_id purpose channel text_version text_hash method valid_until by_staff_id at',
  },
  consent_text: { other: 'bank_id purpose version zh en from_on' },
  customer: {
    sensitive:
      'name name_pinyin name_initials name_sound name_reversed gender born_on birthday_calendar id_number id_number_index phone phone_index phone_tail village address source_key row_hash merged_into',
    other:
      'bank_id customer_id version kind branch_id manager_id opened_on status source updated_at restricted erase_after since_on cause by_source by_staff_id apart_branch_id apart_manager_id',
  },
  customer_conflict: {
    other: 'bank_id customer_id record_id field source against since_on',
  },
  customer_facts: {
    sensitive:
      'assets_fen debts_fen accounts products has_loan last_movement_on movements_90d inflow_90d_fen outflow_90d_fen',
    other: 'bank_id customer_id as_of',
  },
  customer_key: { sensitive: 'wrapped', other: 'bank_id customer_id' },
  customer_owner: { other: 'bank_id customer_id staff_id from_on to_on share_bp' },
  customer_place: { other: 'bank_id customer_id from_on branch_id manager_id' },
  customer_source: {
    sensitive: 'source_key said row_hash',
    other: 'bank_id customer_id record_id source since confirmed received_at',
  },
  customer_version: {
    sensitive: 'record',
    other: 'bank_id customer_id version_id version from_on at cause by_source by_staff_id',
  },
  daily_count: { other: 'bank_id staff_id day kind count' },
  data_key: {
    sensitive: 'wrapped',
    other: 'bank_id key_id purpose version suite master_key_id status created_at',
  },
  delegation: { other: 'bank_id delegation_id from_id to_id from_on to_on' },
  delivery: {
    other:
      'bank_id delivery_id source records file sha256 encoding lines accepted unchanged rejected status started_at finished_at layout day revision part parts holds attempt corrects reason facts',
  },
  denied_session: { other: 'bank_id session_id until_at reason' },
  disclosed_customer: { sensitive: 'customer_id', other: 'bank_id staff_id day' },
  holding: {
    sensitive:
      'name amount_fen rate_bp instalment_fen opened_on matures_on auto_renews status row_hash',
    other: 'bank_id customer_id holding_id version product account_id currency',
  },
  household: {
    other: 'bank_id household_id version cause formed_on split_from ended_on joined_into sizes',
  },
  household_member: {
    sensitive: 'role number source_key row_hash reason end_reason',
    other:
      'bank_id customer_id membership_id household_id from_on to_on source added_by added_at ended_by',
  },
  customer_merge: {
    sensitive: 'reason evidence undone_reason',
    other: 'bank_id customer_id merge_id into_id at by_staff_id owners undone_at undone_by',
  },
  label: { other: 'bank_id label_id version kind name shared made_by branch_id made_at' },
  label_change: {
    other: 'bank_id change_id label_id deed customer_ids by_staff_id at undone',
  },
  customer_label: { other: 'bank_id customer_id label_id put_by put_at' },
  idempotency_key: {
    sensitive: 'body fingerprint',
    other: 'bank_id actor_id route key status version created_at',
  },
  interaction: {
    sensitive: 'kind purpose result happened_at summary next_step next_on participants attachments',
    other: 'bank_id customer_id interaction_id version status follows_id staff_id submitted_at',
  },
  interaction_addendum: {
    sensitive: 'text',
    other: 'bank_id customer_id addendum_id interaction_id staff_id at',
  },
  licence_clock: { other: 'bank_id seen_at licence_id issued_on' },
  licence_meter: { other: 'bank_id day subject amount' },
  licence_seat: { other: 'bank_id staff_id taken_at last_seen_on freed_at freed_by' },
  movement: {
    sensitive:
      'booked_on amount_fen balance_fen kind channel counterparty_name counterparty_account counterparty_bank memo row_hash',
    other: 'bank_id customer_id movement_id account_id currency seq gone_on',
  },
  outbox_consumer: { other: 'bank_id consumer position fence lease_until' },
  outbox_event: {
    other:
      'bank_id seq tx_id room deed subject_kind subject_id customer_id branch_id manager_id at',
  },
  outbox_retry: { other: 'bank_id consumer tx_id seq order_key tries status next_at failure' },
  ownership_change: {
    sensitive: 'reason',
    other: 'bank_id customer_id change_id on_day deed from_shares to_shares by_staff_id at',
  },
  policy_set: { other: 'bank_id version from_on policies proposed_by approved_by at' },
  recusal: { sensitive: 'reason', other: 'bank_id subject_id person_id' },
  rejection: { sensitive: 'found', other: 'bank_id delivery_id line column_name code' },
  relationship: {
    sensitive: 'other_id other_name role share_bp amount_fen source_key row_hash reason end_reason',
    other:
      'bank_id customer_id relationship_id version other_kind from_on to_on source added_by added_at ended_by undoable withdrawn',
  },
  reminder: {
    sensitive: 'kind reason stake_fen due_on',
    other:
      'bank_id customer_id reminder_id version branch_id manager_id subject occurrence show_on status closed_by closed_at',
  },
  schema_migration: { other: 'id checksum applied_at' },
  security_alert: { sensitive: 'facts', other: 'bank_id alert_id kind actor_id day at' },
  segment: {
    sensitive: 'criteria',
    other: 'bank_id segment_id version name created_by updated_at',
  },
  source_row: { other: 'bank_id source layout row_id told_on told_revision gone_on' },
  staff: { sensitive: 'name', other: 'bank_id staff_id person_id branch_id roles active' },
  staff_history: { other: 'bank_id staff_id from_on branch_id roles active' },
  survivorship: { other: 'bank_id rules' },
  webhook_seen: { other: 'bank_id source event_id seen_at' },
}

const words = (text = ''): string[] => text.split(' ').filter(Boolean)

/** The level of a column; nothing where nobody has given it one. */
export function dataLevelOf(table: string, column: string): DataLevel | undefined {
  const levels = (dataLevels as Readonly<Record<string, ColumnLevels>>)[table]
  if (words(levels?.sensitive).includes(column)) return 'sensitive'
  return words(levels?.other).includes(column) ? 'other' : undefined
}

/** Columns that are worked out from others: their level is never lower than that of the highest (article 27). */
export const derivedColumns: readonly {
  readonly table: keyof Database
  readonly columns: string
  readonly from: readonly (readonly [table: keyof Database, column: string])[]
}[] = [
  {
    table: 'customer',
    columns: 'name_pinyin name_initials name_sound name_reversed',
    from: [['customer', 'name']],
  },
  { table: 'customer', columns: 'id_number_index', from: [['customer', 'id_number']] },
  { table: 'customer', columns: 'phone_index phone_tail', from: [['customer', 'phone']] },
  { table: 'customer_version', columns: 'record', from: [['customer_source', 'said']] },
  { table: 'account', columns: 'number_index number_tail', from: [['account', 'number']] },
  {
    table: 'customer_facts',
    columns: 'assets_fen debts_fen inflow_90d_fen outflow_90d_fen movements_90d last_movement_on',
    from: [
      ['account', 'balance_fen'],
      ['movement', 'amount_fen'],
    ],
  },
  {
    table: 'reminder',
    columns: 'reason stake_fen due_on',
    from: [
      ['holding', 'matures_on'],
      ['account', 'balance_fen'],
    ],
  },
]

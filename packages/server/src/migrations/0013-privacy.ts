import type { Migration } from '../kit/store/migrate.ts'

/** What customers agreed to, and whom nothing but keeping is allowed with any more. */
export default {
  id: '0013-privacy',
  up: [
    `create table consent_record (
      bank_id text not null,
      customer_id text not null,
      consent_id text not null,
      purpose text not null,
      channel text not null,
      act text not null,
      text_version int not null,
      text_hash text not null,
      method text not null,
      proof_ref text not null,
      guardian_id text,
      valid_until date,
      by_staff_id text not null,
      at timestamptz not null,
      primary key (bank_id, customer_id, consent_id)
    )`,
    `create function consent_record_is_final() returns trigger language plpgsql as $$
      begin
        raise exception 'consent_record is written once' using errcode = 'restrict_violation';
      end
    $$`,
    `create trigger consent_record_is_final before update or delete or truncate on consent_record
      for each statement execute function consent_record_is_final()`,
    `create table consent_text (
      bank_id text not null,
      purpose text not null,
      version int not null,
      zh text not null,
      en text not null,
      from_on date not null,
      primary key (bank_id, purpose, version)
    )`,
    `alter table customer
      add column restricted boolean not null default false,
      add column erase_after date`,
  ],
} satisfies Migration

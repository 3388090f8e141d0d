import type { Migration } from '../kit/store/migrate.ts'

/** Requests and what was decided on them. A limit is one row, so that two at once cannot both fit under it. */
export default {
  id: '0012-approvals',
  up: [
    `create table approval (
      bank_id text not null,
      approval_id text not null,
      version int not null default 1,
      kind text not null,
      subject_kind text not null,
      subject_id text not null,
      branch_id text not null,
      maker_branch_id text not null,
      reason jsonb not null,
      content text not null,
      content_hash text not null,
      amount_fen bigint,
      maker_id text not null,
      maker_person_id text not null,
      made_at timestamptz not null,
      status text not null default 'pending',
      primary key (bank_id, approval_id)
    )`,
    `create index approval_newest on approval (bank_id, status, made_at desc, approval_id desc)`,
    `create index approval_maker on approval (bank_id, maker_id, made_at desc)`,
    `create table approval_decision (
      bank_id text not null,
      approval_id text not null,
      person_id text not null,
      staff_id text not null,
      on_behalf_of text,
      on_behalf_person_id text not null default '',
      decision text not null,
      remark text not null,
      at timestamptz not null,
      primary key (bank_id, approval_id, person_id)
    )`,
    `create table approval_limit (
      bank_id text not null,
      branch_id text not null,
      kind text not null,
      day date not null,
      used_fen bigint not null,
      primary key (bank_id, branch_id, kind, day)
    )`,
    `create table delegation (
      bank_id text not null,
      delegation_id text not null,
      from_id text not null,
      to_id text not null,
      from_on date not null,
      to_on date not null,
      primary key (bank_id, delegation_id)
    )`,
    `create table recusal (
      bank_id text not null,
      subject_id text not null,
      person_id text not null,
      reason text not null,
      primary key (bank_id, subject_id, person_id)
    )`,
  ],
} satisfies Migration

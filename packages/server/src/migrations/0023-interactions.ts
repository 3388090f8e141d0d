import type { Migration } from '../kit/store/migrate.ts'

/** What was said and done with customers. Once submitted, nothing of it changes but how it lies sealed. */
export default {
  id: '0023-interactions',
  up: [
    `create table interaction (
      bank_id text not null,
      customer_id text not null,
      interaction_id text not null,
      version int not null default 1,
      status text not null,
      kind text not null,
      purpose text not null,
      result text not null,
      happened_at timestamptz not null,
      summary text,
      next_step text,
      next_on date,
      participants text,
      attachments text,
      follows_id text,
      staff_id text not null,
      submitted_at timestamptz,
      primary key (bank_id, customer_id, interaction_id)
    )`,
    `create unique index interaction_by_id on interaction (bank_id, interaction_id)`,
    `create index interaction_of on interaction (bank_id, customer_id, happened_at desc)`,
    `create index interaction_by_staff on interaction (bank_id, staff_id, happened_at desc)`,
    `create index interaction_next on interaction (bank_id, next_on)
      where status = 'submitted' and next_on is not null`,
    `create index interaction_follows on interaction (bank_id, customer_id, follows_id)
      where follows_id is not null`,
    `create function interaction_is_final() returns trigger language plpgsql as $$
      begin
        if old.status = 'submitted' and
          (new.version, new.status, new.kind, new.purpose, new.result, new.happened_at, new.next_on,
            new.follows_id, new.staff_id, new.submitted_at)
          is distinct from
          (old.version, old.status, old.kind, old.purpose, old.result, old.happened_at, old.next_on,
            old.follows_id, old.staff_id, old.submitted_at)
        then
          raise exception 'a submitted interaction is final' using errcode = 'restrict_violation';
        end if;
        return new;
      end
    $$`,
    `create trigger interaction_is_final before update on interaction
      for each row execute function interaction_is_final()`,
    `create table interaction_addendum (
      bank_id text not null,
      customer_id text not null,
      addendum_id text not null,
      interaction_id text not null,
      text text,
      staff_id text not null,
      at timestamptz not null,
      primary key (bank_id, customer_id, addendum_id)
    )`,
    `create index interaction_addendum_of on interaction_addendum (bank_id, interaction_id)`,
  ],
} satisfies Migration

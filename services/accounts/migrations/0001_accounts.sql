-- People, how they prove who they are, and the organizations they work for.

create table account (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  first_name text not null,
  last_name text not null,
  role text not null check (role in ('admin', 'organizer', 'operator', 'customer')),
  locale text not null,
  marketing_consent boolean not null default false,
  email_verified boolean not null default false,
  disabled boolean not null default false,
  password_hash text not null,
  -- Access tokens issued before this instant are void. Whole milliseconds, as in the token.
  tokens_from timestamptz,
  -- When the owner was last told that somebody tried to register the address again.
  repeat_told_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default usher_now()
);
create index account_tokens_from on account (tokens_from) where tokens_from is not null;

-- A signed-in device: one family of refresh tokens.
create table session (
  id uuid primary key,
  account_id uuid not null references account on delete cascade,
  -- When its newest access token was issued.
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  created_at timestamptz not null default usher_now()
);
create index session_of_account on session (account_id);
create index session_ended on session (ended_at) where ended_at is not null;
create index session_expiring on session (expires_at);

create table refresh_token (
  hash bytea primary key,
  session_id uuid not null references session on delete cascade,
  -- The token it was traded for; null for the first of a session.
  parent_hash bytea,
  used_at timestamptz,
  created_at timestamptz not null default usher_now()
);
create index refresh_token_session on refresh_token (session_id);
create index refresh_token_parent on refresh_token (parent_hash) where parent_hash is not null;

create table password_reset (
  id uuid primary key,
  account_id uuid not null references account on delete cascade,
  hash bytea not null unique,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default usher_now()
);
create index password_reset_account on password_reset (account_id, created_at);

-- Wrong passwords: for an address from a network, for an address from everywhere ('*'), from a network for all ('*').
create table login_failure (
  email_hash text not null,
  network text not null,
  count int not null,
  last_at timestamptz not null,
  primary key (email_hash, network)
);
create index login_failure_last on login_failure (last_at);

-- Networks an owner has signed in from: strangers' failures do not slow these.
create table known_network (
  account_id uuid not null references account on delete cascade,
  network text not null,
  seen_at timestamptz not null,
  primary key (account_id, network)
);

create table organization (
  id uuid primary key,
  name text not null,
  version bigint not null default 1,
  created_at timestamptz not null default usher_now()
);

create table member (
  organization_id uuid not null references organization,
  account_id uuid not null references account,
  role text not null check (role in ('organizer', 'operator')),
  -- The call that added them: its retry finds its own work.
  made_id uuid not null,
  created_at timestamptz not null default usher_now(),
  primary key (organization_id, account_id)
);
create index member_account on member (account_id);

// The tables of accounts and access. Secrets are there as sha256 only: each is 256 random bits, which nobody can search,
// so stretching the digest would cost every request 100 ms and protect nothing more.

/** One step after the other; never edited once released, only added to. Times are ms since 1970 UTC. */
export const accessMigrations: readonly string[] = [
  `
  -- Who sees a result or a file. What has no row is public; 'private' is for those with a grant.
  CREATE TABLE visibility (
    kind TEXT NOT NULL, id TEXT NOT NULL, level TEXT NOT NULL CHECK (level IN ('private', 'public')),
    PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  CREATE TABLE grants (
    kind TEXT NOT NULL, id TEXT NOT NULL, subject TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'reader')),
    given_by TEXT NOT NULL, given_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, id, subject)
  ) WITHOUT ROWID;
  CREATE INDEX grants_by_subject ON grants (subject, kind);

  CREATE TABLE accounts (
    name TEXT PRIMARY KEY,
    -- Of OpenID Connect: the pair is what never changes; names and e-mail addresses do.
    issuer TEXT, issuer_subject TEXT,
    display_name TEXT, roles TEXT NOT NULL DEFAULT '[]',
    created_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL, disabled INTEGER NOT NULL DEFAULT 0,
    UNIQUE (issuer, issuer_subject)
  );
  CREATE TABLE tokens (
    id TEXT PRIMARY KEY, digest BLOB NOT NULL UNIQUE, account TEXT NOT NULL REFERENCES accounts (name),
    label TEXT NOT NULL, scopes TEXT NOT NULL, created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL, used_ms INTEGER, revoked_ms INTEGER
  );
  CREATE INDEX tokens_by_account ON tokens (account, created_ms);
  CREATE TABLE sessions (
    digest BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts (name),
    created_ms INTEGER NOT NULL, used_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL, id_token TEXT
  ) WITHOUT ROWID;
  -- Log-ins that have been sent to the provider and have not come back.
  CREATE TABLE logins (
    digest BLOB PRIMARY KEY, state TEXT NOT NULL, nonce TEXT NOT NULL, verifier TEXT NOT NULL,
    next TEXT NOT NULL, expires_ms INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE answers (
    subject TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL,
    status INTEGER, headers TEXT, body TEXT, made_ms INTEGER NOT NULL,
    PRIMARY KEY (subject, key)
  ) WITHOUT ROWID;
  CREATE INDEX answers_by_age ON answers (made_ms);

  CREATE TABLE audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT, time_ms INTEGER NOT NULL, subject TEXT NOT NULL, via TEXT NOT NULL,
    token TEXT, action TEXT NOT NULL, object TEXT, outcome TEXT NOT NULL, address TEXT, request TEXT, detail TEXT
  );
  CREATE INDEX audit_by_subject ON audit (subject, number);
  CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  `,
];

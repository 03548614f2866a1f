using Peregrine.Core;

namespace Peregrine.Identity.Storage;

/// <summary>The numbered steps that made the file's tables. A step that a venue may have taken is never edited: a new one is added.</summary>
internal static class Migrations
{
    private static readonly string[] Steps =
    [
        // 1: people, accounts, keys, sessions, what signs, what counts attempts, what is remembered for ever
        """
        CREATE TABLE venue (one INTEGER PRIMARY KEY CHECK (one = 1), venue_id INTEGER NOT NULL, seal_proof BLOB NOT NULL);

        CREATE TABLE people (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          email TEXT NOT NULL UNIQUE,
          password_hash TEXT,
          role INTEGER NOT NULL,
          created_at INTEGER NOT NULL);

        CREATE TABLE accounts (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          person INTEGER NOT NULL REFERENCES people (id),
          parent INTEGER REFERENCES accounts (id),
          label TEXT NOT NULL,
          request BLOB NOT NULL UNIQUE,
          state INTEGER NOT NULL,
          engine_account INTEGER UNIQUE,
          refusal INTEGER NOT NULL DEFAULT 0,
          created_at INTEGER NOT NULL,
          welcomed_at INTEGER,
          CHECK ((state = 2) = (engine_account IS NOT NULL)));
        CREATE UNIQUE INDEX accounts_one_root ON accounts (person) WHERE parent IS NULL;
        CREATE INDEX accounts_of_person ON accounts (person);
        CREATE INDEX accounts_unfinished ON accounts (id) WHERE state = 1 OR (state = 2 AND welcomed_at IS NULL);

        CREATE TABLE api_keys (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          name BLOB NOT NULL UNIQUE,
          account INTEGER NOT NULL REFERENCES accounts (id),
          kind INTEGER NOT NULL,
          material BLOB NOT NULL,
          terms TEXT NOT NULL,
          wanted TEXT,
          request BLOB NOT NULL UNIQUE,
          state INTEGER NOT NULL,
          engine_key INTEGER UNIQUE,
          refusal INTEGER NOT NULL DEFAULT 0,
          created_at INTEGER NOT NULL,
          ended_at INTEGER,
          last_used_at INTEGER,
          last_used_from TEXT);
        CREATE INDEX api_keys_of_account ON api_keys (account);
        CREATE INDEX api_keys_unfinished ON api_keys (id) WHERE state IN (1, 3, 4);

        CREATE TABLE sessions (
          id BLOB PRIMARY KEY,
          person INTEGER NOT NULL REFERENCES people (id),
          method INTEGER NOT NULL,
          refresh_key BLOB NOT NULL,
          generation INTEGER NOT NULL,
          rotated_at INTEGER NOT NULL,
          created_at INTEGER NOT NULL,
          last_used_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          device TEXT NOT NULL,
          address TEXT NOT NULL,
          ended_at INTEGER,
          ended_by INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE INDEX sessions_of_person ON sessions (person);
        CREATE INDEX sessions_by_expiry ON sessions (expires_at);
        CREATE INDEX sessions_by_end ON sessions (ended_at) WHERE ended_at IS NOT NULL;

        CREATE TABLE signing_keys (
          id BLOB PRIMARY KEY,
          secret BLOB NOT NULL,
          created_at INTEGER NOT NULL,
          signs_until INTEGER NOT NULL,
          good_until INTEGER NOT NULL) WITHOUT ROWID;

        CREATE TABLE attempts (
          scope INTEGER NOT NULL,
          subject BLOB NOT NULL,
          failures INTEGER NOT NULL,
          last_at INTEGER NOT NULL,
          blocked_until INTEGER NOT NULL,
          PRIMARY KEY (scope, subject)) WITHOUT ROWID;
        CREATE INDEX attempts_by_age ON attempts (last_at);

        CREATE TABLE audit (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          at INTEGER NOT NULL,
          actor INTEGER NOT NULL,
          act INTEGER NOT NULL,
          person INTEGER NOT NULL,
          subject TEXT NOT NULL,
          address TEXT NOT NULL,
          device TEXT NOT NULL,
          detail TEXT NOT NULL);
        CREATE INDEX audit_of_person ON audit (person, id);
        CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
        CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
        """,
    ];

    public static int Newest => Steps.Length;

    /// <summary>Takes the steps that the file has not taken, each whole or not at all.</summary>
    public static void Apply(Database database)
    {
        long taken = database.Read(static s => s.Number("PRAGMA user_version"));
        if (taken > Newest)
            throw new StorageException($"{database.Path} was written by a newer program: it is at step {taken}, and this program knows {Newest}.");
        for (int step = (int)taken; step < Newest; step++)
        {
            database.Write(_ =>
            {
                database.Execute(Steps[step]);
                database.Execute($"PRAGMA user_version = {step + 1}");
            });
        }
    }
}

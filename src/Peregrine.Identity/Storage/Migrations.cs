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
        // 2: second factors, and tickets that open one thing once
        """
        CREATE TABLE second_factors (
          person INTEGER PRIMARY KEY REFERENCES people (id),
          secret BLOB NOT NULL,
          created_at INTEGER NOT NULL,
          confirmed_at INTEGER NOT NULL DEFAULT 0,
          last_step INTEGER NOT NULL DEFAULT 0);

        CREATE TABLE recovery_codes (
          person INTEGER NOT NULL REFERENCES people (id),
          code BLOB NOT NULL,
          used_at INTEGER,
          PRIMARY KEY (person, code)) WITHOUT ROWID;

        CREATE TABLE tickets (
          id BLOB PRIMARY KEY,
          purpose INTEGER NOT NULL,
          person INTEGER NOT NULL,
          data BLOB NOT NULL,
          created_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX tickets_by_expiry ON tickets (expires_at);
        CREATE INDEX tickets_of_person ON tickets (person, purpose);

        ALTER TABLE sessions ADD COLUMN stepped_up_at INTEGER NOT NULL DEFAULT 0;
        """,
        // 3: letters; people without an e-mail address, and with one that is known to be theirs. SQLite cannot drop NOT NULL from a column, so the table is made again;
        // what refers to it is checked when the step is committed.
        """
        PRAGMA defer_foreign_keys = ON;
        CREATE TABLE people_before AS SELECT * FROM people;
        DROP TABLE people;
        CREATE TABLE people (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          email TEXT UNIQUE,
          email_confirmed_at INTEGER,
          password_hash TEXT,
          role INTEGER NOT NULL,
          created_at INTEGER NOT NULL);
        INSERT INTO people (id, email, password_hash, role, created_at) SELECT id, email, password_hash, role, created_at FROM people_before;
        DROP TABLE people_before;

        CREATE TABLE letters (
          id BLOB PRIMARY KEY,
          letter BLOB NOT NULL,
          created_at INTEGER NOT NULL,
          due_at INTEGER NOT NULL,
          tries INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX letters_by_due ON letters (due_at);

        CREATE TABLE mailbox (
          id BLOB PRIMARY KEY,
          address TEXT NOT NULL,
          letter BLOB NOT NULL,
          received_at INTEGER NOT NULL);
        CREATE INDEX mailbox_of_address ON mailbox (address, received_at);
        """,
        // 4: ways in beside the password
        """
        CREATE TABLE links (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          person INTEGER NOT NULL REFERENCES people (id),
          method INTEGER NOT NULL,
          subject TEXT NOT NULL,
          label TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          UNIQUE (method, subject));
        CREATE INDEX links_of_person ON links (person);
        """,
        // 5: where money may go, and what went
        """
        CREATE TABLE payout_addresses (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          person INTEGER NOT NULL REFERENCES people (id),
          address TEXT NOT NULL,
          label TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          usable_at INTEGER NOT NULL,
          removed_at INTEGER);
        CREATE INDEX payout_addresses_of_person ON payout_addresses (person);

        CREATE TABLE payouts (
          account INTEGER NOT NULL,
          request BLOB NOT NULL,
          person INTEGER NOT NULL REFERENCES people (id),
          address INTEGER NOT NULL REFERENCES payout_addresses (id),
          asset TEXT NOT NULL,
          amount INTEGER NOT NULL,
          worth INTEGER NOT NULL,
          at INTEGER NOT NULL,
          PRIMARY KEY (account, request)) WITHOUT ROWID;
        CREATE INDEX payouts_of_person ON payouts (person, at);
        """,
        // 6: what front ends keep for people
        """
        CREATE TABLE settings (
          person INTEGER NOT NULL REFERENCES people (id),
          name TEXT NOT NULL,
          value TEXT NOT NULL,
          changed_at INTEGER NOT NULL,
          PRIMARY KEY (person, name)) WITHOUT ROWID;
        """,
        // 7: lost second factors that wait to be taken off, and people whose money waits
        """
        CREATE TABLE factor_resets (
          seq INTEGER PRIMARY KEY,
          change INTEGER NOT NULL,
          person INTEGER NOT NULL REFERENCES people (id),
          proposer INTEGER NOT NULL,
          approver INTEGER NOT NULL,
          allowed_at INTEGER NOT NULL,
          due_at INTEGER NOT NULL,
          ended_at INTEGER,
          ended_how INTEGER NOT NULL DEFAULT 0);
        CREATE UNIQUE INDEX factor_resets_waiting ON factor_resets (person) WHERE ended_at IS NULL;

        ALTER TABLE people ADD COLUMN payouts_from INTEGER NOT NULL DEFAULT 0;
        """,
        // 8: sessions that showed anew whose they are; apps that wait before they are on, and belong to the session that began them; lost ways in
        """
        ALTER TABLE sessions ADD COLUMN fresh_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE sessions ADD COLUMN freshness INTEGER NOT NULL DEFAULT 0;

        ALTER TABLE second_factors ADD COLUMN session BLOB;
        ALTER TABLE second_factors ADD COLUMN waits INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE second_factors ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX second_factors_waiting ON second_factors (due_at) WHERE due_at <> 0;

        ALTER TABLE factor_resets ADD COLUMN email TEXT;
        CREATE TABLE ways_back (
          change INTEGER PRIMARY KEY,
          person INTEGER NOT NULL REFERENCES people (id),
          email TEXT NOT NULL,
          proposer INTEGER NOT NULL,
          proposed_at INTEGER NOT NULL);
        """,
    ];

    public static int Newest => Steps.Length;

    /// <summary>Takes the steps that the file has not taken, each whole or not at all.</summary>
    public static void Apply(Database database, int to)
    {
        long taken = database.Read(static s => s.Number("PRAGMA user_version"));
        if (taken > Newest)
            throw new StorageException($"{database.Path} was written by a newer program: it is at step {taken}, and this program knows {Newest}.");
        for (int step = (int)taken; step < to; step++)
        {
            database.Write(_ =>
            {
                database.Execute(Steps[step]);
                database.Execute($"PRAGMA user_version = {step + 1}");
            });
        }
    }
}

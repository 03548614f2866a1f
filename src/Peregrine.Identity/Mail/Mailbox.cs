using System.Text.Json;
using Peregrine.Identity.Secrets;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Mail;

/// <summary>Where a sandbox's letters go: a box of this venue's own, so that a first run needs no mail host.</summary>
public sealed class Mailbox : IMailSender
{
    private const string Purpose = "mailbox";
    private const int PerAddressMax = 20;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly Database _database;
    private readonly SecretBox _box;
    private readonly TimeProvider _time;

    internal Mailbox(Database database, SecretBox box, TimeProvider time) => (_database, _box, _time) = (database, box, time);

    public Task Send(Letter letter, CancellationToken stop)
    {
        byte[] id = Id128.Random().ToBytes();
        byte[] text = _box.Seal(Purpose, id, JsonSerializer.SerializeToUtf8Bytes(letter));
        _database.Write(s => s.Run("INSERT INTO mailbox (id, address, letter, received_at) VALUES ($1, $2, $3, $4)", id, letter.To, text, _time.NowMs()));
        return Task.CompletedTask;
    }

    /// <summary>Letters to one address, the newest first.</summary>
    public IReadOnlyList<(Letter Letter, long ReceivedAtMs)> Of(string address) => _database.Read(s => s.Rows(
        "SELECT id, letter, received_at FROM mailbox WHERE address = $1 ORDER BY received_at DESC, rowid DESC LIMIT $2",
        r => (JsonSerializer.Deserialize<Letter>(_box.Open(Purpose, r.Blob(0), r.Blob(1)))!, r.Long(2)), address, PerAddressMax));

    internal void Tidy(Statements s) => s.Run("DELETE FROM mailbox WHERE received_at < $1", _time.NowMs() - (long)Kept.TotalMilliseconds);
}

using System.Text.Json;
using Peregrine.Core;
using Peregrine.Identity.Secrets;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Mail;

/// <summary>Letters on their way out: written down with what they are about, carried by a task of their own.</summary>
/// <remarks>So a request takes as long with a letter as without, and a mail host that is slow or gone delays letters and nothing else. A letter may arrive twice; it is never lost while it is worth something.</remarks>
public sealed class MailDesk : IDisposable
{
    private const string Purpose = "mail";
    private const int AtOnce = 20;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(10), LongestWait = TimeSpan.FromMinutes(30), GivenUpAfter = TimeSpan.FromDays(1);

    private readonly Database _database;
    private readonly SecretBox _box;
    private readonly IMailSender? _sender;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _posted = new(0);
    private string? _trouble;

    internal MailDesk(Database database, SecretBox box, IMailSender? sender, TimeProvider time) => (_database, _box, _sender, _time) = (database, box, sender, time);

    /// <summary>Somebody carries letters here.</summary>
    public bool IsOn => _sender is not null;

    /// <summary>A letter was not taken, and why: for whoever runs the venue, once for each reason.</summary>
    public Action<string>? OnTrouble { get; set; }

    /// <summary>Carries letters until it is stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await TryDeliver(stop);
            await _posted.WaitAsync(FirstWait, stop);
        }
    }

    /// <summary>Carries what is due; says how many letters are left.</summary>
    public async Task<int> Deliver(CancellationToken stop)
    {
        if (_sender is null) return 0;
        List<Waiting> due;
        do
        {
            due = _database.Read(s => s.Rows("SELECT id, letter, created_at, tries FROM letters WHERE due_at <= $1 ORDER BY due_at, rowid LIMIT $2", ReadWaiting, _time.NowMs(), AtOnce));
            foreach (Waiting letter in due) await Carry(letter, stop);
        }
        while (due.Count == AtOnce);
        return (int)_database.Read(static s => s.Number("SELECT COUNT(*) FROM letters"));
    }

    public void Dispose() => _posted.Dispose();

    /// <summary>Writes a letter down in the transaction of what it tells.</summary>
    internal void Post(Statements s, Letter letter)
    {
        if (_sender is null) return;
        byte[] id = Id128.Random().ToBytes();
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(letter);
        long now = _time.NowMs();
        s.Run("INSERT INTO letters (id, letter, created_at, due_at) VALUES ($1, $2, $3, $3)", id, _box.Seal(Purpose, id, text), now);
        _posted.Release();
    }

    // A store that is locked or full stops no letter for ever: it is asked again.
    private async Task TryDeliver(CancellationToken stop)
    {
        try
        {
            await Deliver(stop);
        }
        catch (StorageException e)
        {
            Tell(e.Message);
        }
    }

    private async Task Carry(Waiting letter, CancellationToken stop)
    {
        try
        {
            Letter text = JsonSerializer.Deserialize<Letter>(_box.Open(Purpose, letter.Id, letter.Sealed))!;
            // A letter to nobody is work for the sake of work: who asks must not see from it whether an address is known.
            if (text.To.Length > 0) await _sender!.Send(text, stop);
            _trouble = null;
            _database.Write(s => s.Run("DELETE FROM letters WHERE id = $1", letter.Id));
        }
        catch (MailException e)
        {
            Tell(e.Message);
            _database.Write(s => PutOff(s, letter));
        }
    }

    private void Tell(string trouble)
    {
        if (trouble == _trouble) return;
        _trouble = trouble;
        OnTrouble?.Invoke(trouble);
    }

    private void PutOff(Statements s, Waiting letter)
    {
        long now = _time.NowMs();
        if (now - letter.CreatedAt > GivenUpAfter.TotalMilliseconds)
        {
            s.Run("DELETE FROM letters WHERE id = $1", letter.Id);
            return;
        }
        double wait = Math.Min(FirstWait.TotalMilliseconds * Math.Pow(2, letter.Tries), LongestWait.TotalMilliseconds);
        s.Run("UPDATE letters SET tries = tries + 1, due_at = $2 WHERE id = $1", letter.Id, now + (long)wait);
    }

    private static Waiting ReadWaiting(Row r) => new(r.Blob(0), r.Blob(1), r.Long(2), r.Int(3));

    private sealed record Waiting(byte[] Id, byte[] Sealed, long CreatedAt, int Tries);
}

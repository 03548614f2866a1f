using System.Security.Cryptography;
using System.Text;
using Peregrine.Identity.Secrets;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Tickets;

/// <summary>Random words that open one thing, once, for a while. Only their hashes are kept: who reads the file can use none of them.</summary>
internal sealed class TicketOffice(SecretBox box, TimeProvider time)
{
    private const string Purpose = "ticket";
    private const int SecretBytes = 32;

    /// <summary>Letters and digits of every ticket.</summary>
    public const int TextLength = 2 * SecretBytes;

    public string Issue(Statements s, TicketPurpose purpose, PersonId person, string data, TimeSpan life)
    {
        // Hexadecimal, because a wallet's nonce may hold letters and digits only; one spelling for all.
        string text = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        byte[] id = IdOf(text);
        long now = time.NowMs();
        s.Run(
            "INSERT INTO tickets (id, purpose, person, data, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
            id, (int)purpose, person.Value, box.Seal(Purpose, id, Encoding.UTF8.GetBytes(data)), now, now + (long)life.TotalMilliseconds);
        return text;
    }

    /// <summary>What the ticket says while it is good; none when it is not, for whatever reason.</summary>
    public Ticket? Find(Statements s, TicketPurpose purpose, string text)
    {
        byte[] id = IdOf(text);
        return s.First(
            "SELECT person, data, expires_at FROM tickets WHERE id = $1 AND purpose = $2 AND expires_at > $3",
            r => new Ticket(new(r.Long(0)), Encoding.UTF8.GetString(box.Open(Purpose, id, r.Blob(1))), r.Long(2)), id, (int)purpose, time.NowMs());
    }

    /// <summary>The same, and it is good no more: of two who come with it at once one is too late.</summary>
    public Ticket? Take(Statements s, TicketPurpose purpose, string text)
    {
        Ticket? ticket = Find(s, purpose, text);
        if (ticket is not null) s.Run("DELETE FROM tickets WHERE id = $1", IdOf(text));
        return ticket;
    }

    /// <summary>None of a person's tickets for this opens anything any more.</summary>
    public static void Drop(Statements s, TicketPurpose purpose, PersonId person) =>
        s.Run("DELETE FROM tickets WHERE purpose = $1 AND person = $2", (int)purpose, person.Value);

    public void Tidy(Statements s) => s.Run("DELETE FROM tickets WHERE expires_at <= $1", time.NowMs());

    // A whole hash of 256 random bits needs neither salt nor work.
    private static byte[] IdOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

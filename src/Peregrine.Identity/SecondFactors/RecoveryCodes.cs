using System.Security.Cryptography;
using System.Text;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.SecondFactors;

/// <summary>Ten codes for the day on which the phone is gone. Each opens once; only their hashes are kept, under a key that is not in the file.</summary>
internal sealed class RecoveryCodes(byte[] hashKey, TimeProvider time)
{
    private const int Count = 10, Characters = 16, GroupLength = 4;

    /// <summary>Makes a new set; those before it open nothing any more.</summary>
    public IReadOnlyList<string> Renew(Statements s, PersonId person)
    {
        Drop(s, person);
        List<string> codes = [];
        for (int i = 0; i < Count; i++)
        {
            // Sixteen of 32 letters are 80 bits: nobody tries that many, with or without a limit.
            string code = RandomNumberGenerator.GetString(Base32.Alphabet, Characters);
            s.Run("INSERT INTO recovery_codes (person, code) VALUES ($1, $2)", person.Value, Hash(person, code));
            codes.Add(string.Join('-', code.Chunk(GroupLength).Select(static c => new string(c))));
        }
        return codes;
    }

    /// <summary>True once for each code, however it is grouped and capitalised.</summary>
    public bool TryUse(Statements s, PersonId person, string given)
    {
        string code = given.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (code.Length != Characters) return false;
        return s.Run("UPDATE recovery_codes SET used_at = $3 WHERE person = $1 AND code = $2 AND used_at IS NULL", person.Value, Hash(person, code), time.NowMs()) != 0;
    }

    public static long Left(Statements s, PersonId person) => s.Number("SELECT COUNT(*) FROM recovery_codes WHERE person = $1 AND used_at IS NULL", person.Value);

    public static void Drop(Statements s, PersonId person) => s.Run("DELETE FROM recovery_codes WHERE person = $1", person.Value);

    private byte[] Hash(PersonId person, string code) => HMACSHA256.HashData(hashKey, Encoding.UTF8.GetBytes($"{person} {code}"));
}

using System.Buffers.Binary;
using Peregrine.Core;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Links;
using Peregrine.Identity.Mail;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Payouts;

/// <summary>Each person's book of addresses to which money may leave, and how much of it in a day.</summary>
/// <remarks>
/// A new address waits before it can be used, and its owner hears of it by letter: who gets into an account cannot empty it before he is noticed. What leaves is written down
/// before the engine is asked, so that two at once are counted as two; what the engine refuses is struck out again.
/// </remarks>
public sealed class PayoutDesk
{
    private const int AddressesMax = 50, LabelMax = 40, AddressBytes = 32;
    private const long DayMs = 24 * 60 * 60 * 1000;

    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly LetterDesk _letters;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _time;

    internal PayoutDesk(Database database, AuditTrail audit, LetterDesk letters, IdentityOptions options, TimeProvider time) =>
        (_database, _audit, _letters, _options, _time) = (database, audit, letters, options, time);

    public IReadOnlyList<PayoutAddress> Of(PersonId person) => _database.Read(s => s.Rows($"{Select} WHERE person = $1 AND removed_at IS NULL ORDER BY id", Read, person.Value));

    public Result<PayoutAddress> Add(PersonId person, string address, string label, Caller caller)
    {
        if (!Base58.TryRead(address, stackalloc byte[AddressBytes])) return Refusal.BadField("address", "This is not a Solana address.");
        if (label.Trim().Length is 0 or > LabelMax || label.Any(char.IsControl)) return Refusal.BadField("label", $"The label has 1 to {LabelMax} characters.");
        return _database.Write<Result<PayoutAddress>>(s =>
        {
            if (s.Number("SELECT COUNT(*) FROM payout_addresses WHERE person = $1 AND removed_at IS NULL", person.Value) >= AddressesMax)
                return new Refusal(IdentityCode.NotNow, $"There are at most {AddressesMax} addresses.");
            // One that was taken out and comes back waits again: whoever put it back may be somebody else.
            if (s.Number("SELECT COUNT(*) FROM payout_addresses WHERE person = $1 AND address = $2 AND removed_at IS NULL", person.Value, address) != 0)
                return new Refusal(IdentityCode.NotNow, "This address is in your book already.");
            long now = _time.NowMs(), usable = now + (long)_options.PayoutAddressDelay.TotalMilliseconds;
            long id = s.Insert(
                "INSERT INTO payout_addresses (person, address, label, created_at, usable_at) VALUES ($1, $2, $3, $4, $5)", person.Value, address, label.Trim(), now, usable);
            _audit.Add(s, Act.PayoutAddressAdded, person, person, caller, id.ToString(System.Globalization.CultureInfo.InvariantCulture), address);
            _letters.Tell(s, person, (letters, to) => letters.NewAddress(to, address, usable));
            return new PayoutAddress(id, address, label.Trim(), now, usable);
        });
    }

    public Refusal? Remove(PersonId person, long id, Caller caller) => _database.Write(s =>
    {
        if (s.Run("UPDATE payout_addresses SET removed_at = $3 WHERE id = $1 AND person = $2 AND removed_at IS NULL", id, person.Value, _time.NowMs()) == 0) return UnknownAddress();
        _audit.Add(s, Act.PayoutAddressRemoved, person, person, caller, id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return null;
    });

    /// <summary>Writes down that money is to leave; none when it may. The same again is the same, also when the engine was not heard.</summary>
    /// <remarks>This is a key's way, whose owner showed his second factor when he made it; a session's is <see cref="SecondFactors.WalletFactor.Reserve"/>.</remarks>
    public Refusal? Reserve(PersonId person, Payout payout, Caller caller) => Reserve(person, payout, caller, static _ => null);

    /// <summary>The same, of whoever must show something besides: in the same transaction, so that what he shows is good for one.</summary>
    internal Refusal? Reserve(PersonId person, Payout payout, Caller caller, Func<Statements, Refusal?> prove) => _database.Write(s =>
    {
        long now = _time.NowMs();
        if (s.First("SELECT address FROM payouts WHERE account = $1 AND request = $2", static r => (object)r.Long(0), payout.Account, Key(payout.Request)) is long before)
            return before == payout.Address ? null : Refusal.BadField("addressId", "This request was made before, to another address.");
        if (s.First($"{Select} WHERE id = $1 AND person = $2 AND removed_at IS NULL", Read, payout.Address, person.Value) is not { } address) return UnknownAddress();
        if (address.UsableAtMs > now)
            return new Refusal(IdentityCode.AddressTooNew, "This address is new, and nothing goes there yet.") { Field = "addressId", RetryAfterMs = address.UsableAtMs - now };
        long from = s.Number("SELECT payouts_from FROM people WHERE id = $1", person.Value);
        if (from > now) return new Refusal(IdentityCode.PayoutsWait, "A way into your account was opened anew, so nothing leaves for a while.") { RetryAfterMs = from - now };
        long left = s.Number("SELECT COALESCE(SUM(worth), 0) FROM payouts WHERE person = $1 AND at > $2", person.Value, now - DayMs);
        if (_options.PayoutsPerDay.Value != 0 && payout.Worth.Value > _options.PayoutsPerDay.Value - left)
            return new Refusal(IdentityCode.DayLimit, "This is more than may leave in a day.") { Field = "amount" };
        if (prove(s) is { } unproven) return unproven;
        s.Run(
            "INSERT INTO payouts (account, request, person, address, asset, amount, worth, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            payout.Account, Key(payout.Request), person.Value, payout.Address, payout.Asset, payout.Amount, payout.Worth.Value, now);
        _audit.Add(s, Act.PayoutAsked, person, person, caller, payout.Address.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{payout.Amount} {payout.Asset} of account {payout.Account}");
        return null;
    });

    /// <summary>The engine has refused it for good: it counts for nothing.</summary>
    public void Release(Payout payout) => _database.Write(s => s.Run("DELETE FROM payouts WHERE account = $1 AND request = $2", payout.Account, Key(payout.Request)));

    /// <summary>Nothing of this person leaves before: whoever got in anew may not be he.</summary>
    internal static void Hold(Statements s, PersonId person, long fromMs) => s.Run("UPDATE people SET payouts_from = MAX(payouts_from, $2) WHERE id = $1", person.Value, fromMs);

    private const string Select = "SELECT id, address, label, created_at, usable_at FROM payout_addresses";

    private static byte[] Key(RequestKey request)
    {
        byte[] key = new byte[Id128.Bytes];
        BinaryPrimitives.WriteUInt64BigEndian(key, request.High);
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(sizeof(ulong)), request.Low);
        return key;
    }

    private static Refusal UnknownAddress() => new(IdentityCode.UnknownLink, "There is no such address in your book.") { Field = "addressId" };

    private static PayoutAddress Read(Row r) => new(r.Long(0), r.Text(1), r.Text(2), r.Long(3), r.Long(4));
}

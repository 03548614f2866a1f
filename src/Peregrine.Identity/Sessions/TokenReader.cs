using System.Buffers.Text;
using System.Text.Json;

namespace Peregrine.Identity.Sessions;

/// <summary>Reads the claims of a token whose seal is good: each of ours, once, of its kind, and no other.</summary>
internal ref struct TokenReader(ReadOnlySpan<byte> json)
{
    private const int AllClaims = (1 << 10) - 1;

    private Utf8JsonReader _json = new(json);
    private int _seen;
    private ReadOnlySpan<byte> _issuer;
    private ReadOnlySpan<byte> _audience;

    public long Subject { get; private set; }

    public Id128 Session { get; private set; }

    public int Role { get; private set; }

    public int Account { get; private set; }

    public long IssuedAt { get; private set; }

    public long NotBefore { get; private set; }

    public long Expires { get; private set; }

    /// <summary>False when something is missing, comes twice, is of another kind, or is not known here.</summary>
    public bool Read()
    {
        try
        {
            if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject) return false;
            while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
            {
                if (!Claim()) return false;
            }
            return _json.TokenType == JsonTokenType.EndObject && !_json.Read() && _seen == AllClaims && Enum.IsDefined((Role)Role) && Subject > 0 && Account >= 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public readonly bool NamesOnly(string issuer, string audience) => Spells(_issuer, issuer) && Spells(_audience, audience);

    private bool Claim()
    {
        ReadOnlySpan<byte> name = _json.ValueSpan;
        int which = name.SequenceEqual("iss"u8) ? 0
            : name.SequenceEqual("aud"u8) ? 1
            : name.SequenceEqual("sub"u8) ? 2
            : name.SequenceEqual("sid"u8) ? 3
            : name.SequenceEqual("jti"u8) ? 4
            : name.SequenceEqual("role"u8) ? 5
            : name.SequenceEqual("acc"u8) ? 6
            : name.SequenceEqual("iat"u8) ? 7
            : name.SequenceEqual("nbf"u8) ? 8
            : name.SequenceEqual("exp"u8) ? 9 : -1;
        if (which < 0 || (_seen & (1 << which)) != 0 || !_json.Read()) return false;
        _seen |= 1 << which;
        return which < 5 ? Text(which, _json) : Number(which, _json);
    }

    private bool Text(int which, in Utf8JsonReader at)
    {
        if (at.TokenType != JsonTokenType.String || at.ValueIsEscaped) return false;
        ReadOnlySpan<byte> text = at.ValueSpan;
        switch (which)
        {
            case 0:
                _issuer = text;
                return true;
            case 1:
                _audience = text;
                return true;
            case 2:
                bool isNumber = Utf8Parser.TryParse(text, out long subject, out int used) && used == text.Length;
                Subject = subject;
                return isNumber;
            case 3:
                bool isSession = Id128.TryParse(text, out Id128 session);
                Session = session;
                return isSession;
            default:
                return Id128.TryParse(text, out _);
        }
    }

    private bool Number(int which, in Utf8JsonReader at)
    {
        // Seconds beyond this would overflow as milliseconds; it is the year 9999.
        const long SecondsMax = 253_402_300_799;
        if (at.TokenType != JsonTokenType.Number || !at.TryGetInt64(out long number) || number is < 0 or > SecondsMax) return false;
        switch (which)
        {
            case 5:
                Role = number <= byte.MaxValue ? (int)number : 0;
                return true;
            case 6:
                Account = number <= int.MaxValue ? (int)number : -1;
                return true;
            case 7:
                IssuedAt = number;
                return true;
            case 8:
                NotBefore = number;
                return true;
            default:
                Expires = number;
                return true;
        }
    }

    // What we write unescaped we read so: issuer and audience are plain ASCII by the options' rules.
    private static bool Spells(ReadOnlySpan<byte> text, string expected) => System.Text.Ascii.Equals(text, expected);
}

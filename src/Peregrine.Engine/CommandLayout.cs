using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Engine;

/// <summary>Whether a command's bytes are what its kind says; the first thing asked of every command.</summary>
/// <remarks>
/// What a struct's fields say is said once: which bytes must be zero and which values its enumerations have is read from the structs when the
/// program starts. Every rule is one byte and the set of values below 64 that it may have; an enumeration of two bytes is two rules.
/// </remarks>
internal static class CommandLayout
{
    private const int Kinds = 256;
    private const ulong TopBits = 0x8080808080808080;
    private const ulong OnlyZero = 1;
    private const ulong ZeroOrOne = 3;

    private readonly record struct Rule(byte At, ulong Allowed);

    // The bytes of a word that may have what lies between two values: asked eight at a time. Bytes that must be zero are most of them.
    private readonly record struct Range(int Word, ulong Mask, ulong Least, ulong Most);

    // What is said of one kind, together: every command asks all of it.
    private struct Layout
    {
        public Range[] Ranges;
        public Rule[] Rules;
        /// <summary>Zero is a kind that does not exist.</summary>
        public ushort Length;
        /// <summary>Where the client id begins; 0 for kinds without one, which never begin with it.</summary>
        public byte ClientIdAt;
    }

    private static readonly Layout[] Layouts = new Layout[Kinds];

    static CommandLayout() => MeasureAll();

    public static RejectCode Check(in Command command)
    {
        ref readonly CommandHeader header = ref command.Header;
        ref readonly Layout layout = ref Layouts[(int)header.Kind];
        if (header.Version != 1 || header.Reserved != 0 || header.Length == 0 || header.Length != layout.Length) return RejectCode.BadValue;
        ref byte body = ref MemoryMarshal.GetReference(Command.BodyBytesOf(in command));
        foreach (ref readonly Range range in layout.Ranges.AsSpan())
        {
            // Within the slot even where the body ends inside the word; the mask names bytes of the body alone.
            if (!Lies(Unsafe.Add(ref Unsafe.As<byte, ulong>(ref body), range.Word) & range.Mask, in range)) return RejectCode.BadValue;
        }
        if (layout.Rules.Length > 0 && !Holds(layout.Rules, Command.BodyBytesOf(in command))) return RejectCode.BadValue;
        // The places of rules and client ids come from the body's own struct.
        bool spelled = layout.ClientIdAt == 0 || Unsafe.As<byte, ClientOrderId>(ref Unsafe.Add(ref body, layout.ClientIdAt)).IsWellFormed();
        return spelled ? RejectCode.None : RejectCode.BadClientId;
    }

    private static bool Holds(Rule[] rules, ReadOnlySpan<byte> body)
    {
        foreach (Rule rule in rules)
        {
            byte value = body[rule.At];
            if (value >= 64 || ((rule.Allowed >> value) & 1) == 0) return false;
        }
        return true;
    }

    // Bounds are below 64, so the top bit of a byte, set before subtracting, is there afterwards when the byte was not the smaller one. A byte that has its
    // own top bit set is out of bounds, whatever it does to its neighbours.
    private static bool Lies(ulong bytes, in Range range)
    {
        ulong reached = unchecked((bytes | TopBits) - range.Least);
        ulong left = unchecked((range.Most | TopBits) - bytes);
        return (reached & left & ~bytes & TopBits) == TopBits;
    }

    private static void MeasureAll()
    {
        Measure<Genesis>();
        Measure<Tick>();
        Measure<ListAsset>();
        Measure<ListMarket>();
        Measure<SetTier>();
        Measure<OpenMarket>();
        Measure<SetMarketState>();
        Measure<SetFeeTier>();
        Measure<SetPrices>();
        Measure<SetAssetPrice>();
        Measure<SetAccountStatus>();
        Measure<SetWithdrawalCaps>();
        Measure<Resumed>();
        Measure<CreateAccount>();
        Measure<SetReferrer>();
        Measure<ApproveBuilder>();
        Measure<SetLimits>();
        Measure<SetKey>();
        Measure<Deposit>();
        Measure<RequestWithdrawal>();
        Measure<ResolveWithdrawal>();
        Measure<Transfer>();
        Measure<SetLeverage>();
        Measure<SetMarginMode>();
        Measure<MoveMargin>();
        Measure<SetMmp>();
        Measure<PlaceOrder>();
        Measure<AmendOrder>();
        Measure<CancelOrder>();
        Measure<MassCancel>();
        Measure<AddExit>();
        Measure<PlaceScale>();
        Measure<PlaceTwap>();
        Measure<ControlTwap>();
        Measure<PlacePair>();
        Measure<Reverse>();
        Measure<CloseAll>();
        Measure<SetDeadMan>();
        Measure<CloseSession>();
        Measure<CallAuction>();
        Measure<VenueReady>();
        Measure<DelistMarket>();
        Measure<EndFounding>();
        Measure<ProposeChange>();
        Measure<ProposeTiers>();
        Measure<ApproveChange>();
        Measure<DropChange>();
        Measure<Lend>();
        Measure<Unlend>();
        Measure<SetBorrowing>();
        Measure<QuoteAuction>();
    }

    private static void Measure<T>() where T : unmanaged, ICommandBody
    {
        List<Rule> rules = [];
        AddRules(typeof(T), 0, rules);
        int kind = (int)T.Kind;
        ref Layout layout = ref Layouts[kind];
        layout.Length = (ushort)(CommandHeader.Size + Unsafe.SizeOf<T>());
        layout.Ranges = TakeRanges(rules);
        layout.Rules = [.. rules];
        foreach (FieldInfo field in FieldsOf(typeof(T)))
        {
            if (field.FieldType == typeof(ClientOrderId)) layout.ClientIdAt = (byte)Marshal.OffsetOf<T>(field.Name);
        }
    }

    private static void AddRules(Type type, int start, List<Rule> rules)
    {
        foreach (FieldInfo field in FieldsOf(type))
        {
            int at = start + (int)Marshal.OffsetOf(type, field.Name);
            if (field.FieldType == typeof(Limits)) AddRules(field.FieldType, at, rules);
            else if (field.FieldType.IsEnum) AddEnum(type, field.FieldType, at, rules);
            else if (field.Name.StartsWith("_reserved", StringComparison.Ordinal))
            {
                for (int i = 0; i < Marshal.SizeOf(field.FieldType); i++) rules.Add(new Rule((byte)(at + i), OnlyZero));
            }
            else if (IsYesOrNo(field)) rules.Add(new Rule((byte)at, ZeroOrOne));
        }
    }

    // Takes out the rules whose values are a range; hardly any are not.
    private static Range[] TakeRanges(List<Rule> rules)
    {
        Range[] words = new Range[Command.BodyMax / 8];
        foreach (Rule rule in rules)
        {
            if (!IsRange(rule.Allowed)) continue;
            int shift = 8 * (rule.At % 8);
            Range word = words[rule.At / 8];
            words[rule.At / 8] = new Range(
                rule.At / 8,
                word.Mask | (0xFFUL << shift),
                word.Least | ((ulong)BitOperations.TrailingZeroCount(rule.Allowed) << shift),
                word.Most | ((ulong)BitOperations.Log2(rule.Allowed) << shift));
        }
        rules.RemoveAll(static rule => IsRange(rule.Allowed));
        return Array.FindAll(words, static word => word.Mask != 0);
    }

    private static bool IsRange(ulong allowed)
    {
        ulong ones = allowed >> BitOperations.TrailingZeroCount(allowed);
        return allowed != 0 && (ones & unchecked(ones + 1)) == 0;
    }

    private static FieldInfo[] FieldsOf(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    private static bool IsYesOrNo(FieldInfo field) => field.Name is nameof(SetKey.Revoke) or nameof(SetMmp.ResetOnly)
        or nameof(SetDeadMan.DropProtective) or nameof(SetDeadMan.Flatten) or nameof(ListMarket.StrictIsolated);

    // Zero means "none given" for a few of them, and a mass cancel may mean both sides.
    private static bool MayBeZero(Type body, Type field) =>
        field == typeof(StpMode) || field == typeof(TriggerRef) || field == typeof(BreachAction)
        || (body == typeof(MassCancel) && field == typeof(Side));

    private static void AddEnum(Type body, Type type, int at, List<Rule> rules)
    {
        bool flags = type.GetCustomAttribute<FlagsAttribute>() is not null;
        int mask = 0;
        ulong allowed = flags || MayBeZero(body, type) ? OnlyZero : 0;
        foreach (object value in Enum.GetValuesAsUnderlyingType(type))
        {
            int number = Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture);
            mask |= number;
            if (!flags) allowed |= 1UL << number;
        }
        if (!flags)
        {
            rules.Add(new Rule((byte)at, allowed));
            return;
        }
        for (int i = 0; i < Marshal.SizeOf(Enum.GetUnderlyingType(type)); i++) AddFlags((byte)((mask >> (8 * i)) & byte.MaxValue), (byte)(at + i), rules);
    }

    // A byte whose bits are all flags has nothing to check.
    private static void AddFlags(byte mask, byte at, List<Rule> rules)
    {
        if (mask == byte.MaxValue) return;
        Invariant.That(mask < 64, "flags fill a byte or leave its top bits free");
        ulong allowed = 0;
        for (int value = 0; value < 64; value++)
        {
            if ((value & ~mask) == 0) allowed |= 1UL << value;
        }
        rules.Add(new Rule(at, allowed));
    }
}

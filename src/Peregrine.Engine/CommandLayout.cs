using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
    private const ulong OnlyZero = 1;
    private const ulong ZeroOrOne = 3;

    private readonly record struct Rule(byte At, ulong Allowed);

    // What is said of one kind. Nearly every rule is a range, so each byte of a slot, header included, has a least and a most value; what nothing is said of may be
    // anything, and so may what lies behind the body.
    private sealed class Layout
    {
        public readonly byte[] Least = new byte[Command.Size];
        public readonly byte[] Most = new byte[Command.Size];
        /// <summary>Bytes to look at: header and body, rounded up to whole vectors.</summary>
        public nuint Span;
        public Rule[] Rules = [];
        /// <summary>Where the client id begins; 0 for kinds without one, which never begin with it.</summary>
        public int ClientIdAt;

        public void Bound(int at, byte least, byte most) => (Least[at], Most[at]) = (least, most);
    }

    // Null is a kind that does not exist.
    private static readonly Layout?[] Layouts = new Layout?[Kinds];

    static CommandLayout() => MeasureAll();

    public static RejectCode Check(in Command command)
    {
        if (Layouts[(int)command.Header.Kind] is not { } layout || !Lies(in command, layout)) return RejectCode.BadValue;
        if (layout.Rules.Length > 0 && !Holds(layout.Rules, Command.BodyBytesOf(in command))) return RejectCode.BadValue;
        if (layout.ClientIdAt == 0) return RejectCode.None;
        // The place of the client id comes from the body's own struct.
        ref byte body = ref MemoryMarshal.GetReference(Command.BodyBytesOf(in command));
        return Unsafe.As<byte, ClientOrderId>(ref Unsafe.Add(ref body, layout.ClientIdAt)).IsWellFormed() ? RejectCode.None : RejectCode.BadClientId;
    }

    // A byte that is what clamping makes of it lies within its bounds.
    private static bool Lies(in Command command, Layout layout)
    {
        ref byte bytes = ref Unsafe.As<Command, byte>(ref Unsafe.AsRef(in command));
        ref byte least = ref MemoryMarshal.GetArrayDataReference(layout.Least);
        ref byte most = ref MemoryMarshal.GetArrayDataReference(layout.Most);
        Vector512<byte> changed = Vector512<byte>.Zero;
        // Whole vectors within a slot, which is four of them.
        for (nuint at = 0; at < layout.Span; at = unchecked(at + (nuint)Vector512<byte>.Count))
        {
            Vector512<byte> found = Vector512.LoadUnsafe(ref bytes, at);
            Vector512<byte> clamped = Vector512.Min(Vector512.Max(found, Vector512.LoadUnsafe(ref least, at)), Vector512.LoadUnsafe(ref most, at));
            changed |= clamped ^ found;
        }
        return changed == Vector512<byte>.Zero;
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
        Measure<SetPriceRules>();
        Measure<SetSource>();
        Measure<SubmitSamples>();
        Measure<CreateAccount>();
        Measure<SetReferrer>();
        Measure<ApproveBuilder>();
        Measure<SetLimits>();
        Measure<SetKey>();
        Measure<Deposit>();
        Measure<RequestWithdrawal>();
        Measure<ResolveWithdrawal>();
        Measure<Transfer>();
        Measure<SetLiquidation>();
        Measure<SetBackstop>();
        Measure<SetCollateralBuyer>();
        Measure<FundInsurance>();
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
        Measure<ProposeCommand>();
        Measure<GrantRole>();
        Measure<SetFeed>();
        Measure<AllowFactorReset>();
        Measure<Lend>();
        Measure<Unlend>();
        Measure<SetBorrowing>();
        Measure<QuoteAuction>();
    }

    private static void Measure<T>() where T : unmanaged, ICommandBody
    {
        int length = CommandHeader.Size + Unsafe.SizeOf<T>();
        Layout layout = new() { Span = (nuint)((length + Vector512<byte>.Count - 1) & -Vector512<byte>.Count) };
        Layouts[(int)T.Kind] = layout;
        layout.Most.AsSpan().Fill(byte.MaxValue);
        BoundHeader(layout, (ushort)length);
        List<Rule> rules = [];
        AddRules(typeof(T), 0, rules);
        layout.Rules = TakeRanges(rules, layout);
        foreach (FieldInfo field in FieldsOf(typeof(T)))
        {
            if (field.FieldType == typeof(ClientOrderId)) layout.ClientIdAt = (int)Marshal.OffsetOf<T>(field.Name);
        }
    }

    private static void AddRules(Type type, int start, List<Rule> rules)
    {
        foreach (FieldInfo field in FieldsOf(type))
        {
            int at = start + (int)Marshal.OffsetOf(type, field.Name);
            if (field.FieldType == typeof(Limits) || field.FieldType == typeof(SetPriceRules)) AddRules(field.FieldType, at, rules);
            else if (field.FieldType.IsEnum) AddEnum(type, field.FieldType, at, rules);
            else if (field.Name.StartsWith("_reserved", StringComparison.Ordinal))
            {
                for (int i = 0; i < Marshal.SizeOf(field.FieldType); i++) rules.Add(new Rule((byte)(at + i), OnlyZero));
            }
            else if (IsYesOrNo(field)) rules.Add(new Rule((byte)at, ZeroOrOne));
        }
    }

    private static void BoundHeader(Layout layout, ushort length)
    {
        int lengthAt = (int)Marshal.OffsetOf<CommandHeader>(nameof(CommandHeader.Length));
        layout.Bound(lengthAt, (byte)length, (byte)length);
        layout.Bound(lengthAt + 1, (byte)(length >> 8), (byte)(length >> 8));
        layout.Bound((int)Marshal.OffsetOf<CommandHeader>(nameof(CommandHeader.Version)), 1, 1);
        int reservedAt = (int)Marshal.OffsetOf<CommandHeader>(nameof(CommandHeader.Reserved));
        for (int i = 0; i < sizeof(int); i++) layout.Bound(reservedAt + i, 0, 0);
    }

    // Bounds the bytes whose values are a range and says what is left.
    private static Rule[] TakeRanges(List<Rule> rules, Layout layout)
    {
        foreach (Rule rule in rules)
        {
            if (!IsRange(rule.Allowed)) continue;
            int at = CommandHeader.Size + rule.At;
            layout.Bound(at, (byte)BitOperations.TrailingZeroCount(rule.Allowed), (byte)BitOperations.Log2(rule.Allowed));
        }
        return [.. rules.FindAll(static rule => !IsRange(rule.Allowed))];
    }

    private static bool IsRange(ulong allowed)
    {
        ulong ones = allowed >> BitOperations.TrailingZeroCount(allowed);
        return allowed != 0 && (ones & unchecked(ones + 1)) == 0;
    }

    private static FieldInfo[] FieldsOf(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    private static bool IsYesOrNo(FieldInfo field) => field.Name is nameof(SetKey.Revoke) or nameof(SetMmp.ResetOnly)
        or nameof(SetDeadMan.DropProtective) or nameof(SetDeadMan.Flatten) or nameof(ListMarket.StrictIsolated)
        or nameof(Genesis.LiquidationOff) or nameof(Peregrine.Core.SetBackstop.IntakeOff);

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

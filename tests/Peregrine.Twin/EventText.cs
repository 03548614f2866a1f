using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Peregrine.Core;

namespace Peregrine.Twin;

/// <summary>Events and commands as one readable line: the kind and every field that is not zero.</summary>
public static class EventText
{
    private static readonly Dictionary<EventKind, Type> Bodies = typeof(IEventBody).Assembly.GetTypes()
        .Where(t => t.IsValueType && typeof(IEventBody).IsAssignableFrom(t))
        .ToDictionary(t => (EventKind)t.GetProperty("Kind")!.GetValue(null)!);

    private static readonly Dictionary<CommandKind, Type> Commands = typeof(ICommandBody).Assembly.GetTypes()
        .Where(t => t.IsValueType && typeof(ICommandBody).IsAssignableFrom(t))
        .ToDictionary(t => (CommandKind)t.GetProperty("Kind")!.GetValue(null)!);

    public static string Of(TwinEvent e) => Of(e.Kind, e.Account, e.Market, e.Body);

    public static string Of(EventKind kind, int account, int market, ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder();
        text.Append(kind);
        if (account != 0) text.Append(" account=").Append(account);
        if (market != 0) text.Append(" market=").Append(market);
        if (!Bodies.TryGetValue(kind, out Type? type) || Marshal.SizeOf(type) != body.Length) return text.Append(" bytes=").Append(Convert.ToHexString(body)).ToString();
        Fields(text, Read(type, body), "");
        return text.ToString();
    }

    public static string Of(in Command command)
    {
        CommandHeader h = command.Header;
        var text = new StringBuilder();
        text.Append('#').Append(h.Seq).Append(" t=").Append(h.TimeNs).Append(' ').Append(h.Kind);
        if (h.GroupCount > 1) text.Append(" member=").Append(h.GroupIndex + 1).Append('/').Append(h.GroupCount);
        if (h.Account != 0) text.Append(" account=").Append(h.Account);
        if (h.Key != 0) text.Append(" key=").Append(h.Key);
        if (Commands.TryGetValue(h.Kind, out Type? type) && Marshal.SizeOf(type) == h.Length - CommandHeader.Size) Fields(text, Read(type, Command.BodyBytesOf(in command)), "");
        else text.Append(" length=").Append(h.Length);
        return text.ToString();
    }

    private static object Read(Type type, ReadOnlySpan<byte> bytes)
    {
        IntPtr place = Marshal.AllocHGlobal(bytes.Length);
        try
        {
            Marshal.Copy(bytes.ToArray(), 0, place, bytes.Length);
            return Marshal.PtrToStructure(place, type)!;
        }
        finally
        {
            Marshal.FreeHGlobal(place);
        }
    }

    private static void Fields(StringBuilder text, object value, string prefix)
    {
        foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public))
        {
            object inner = field.GetValue(value)!;
            if (inner is Limits or Genesis or ListMarket or ListAsset or SetFeeTier)
            {
                Fields(text, inner, prefix + field.Name + ".");
                continue;
            }
            string shown = inner is MarketList list ? Shown(list) : inner.ToString() ?? "";
            if (shown is "" or "0" or "None" or "0.0") continue;
            text.Append(' ').Append(prefix).Append(field.Name).Append('=').Append(shown);
        }
    }

    private static string Shown(MarketList list)
    {
        List<ushort> markets = [];
        foreach (ushort market in list)
        {
            if (market != 0) markets.Add(market);
        }
        return string.Join('+', markets);
    }
}

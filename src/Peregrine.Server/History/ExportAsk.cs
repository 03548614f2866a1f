using System.Globalization;
using Peregrine.Gateway;

namespace Peregrine.Server.History;

/// <summary>What somebody wants exported.</summary>
internal readonly record struct ExportAsk(string Folder, string Table, int? Account, long SinceNs, long UntilNs)
{
    public static bool TryRead(string[] arguments, out ExportAsk ask, out string? complaint)
    {
        (ask, complaint) = (new ExportAsk("", "", null, 0, long.MaxValue), null);
        for (int i = 0; i < arguments.Length && complaint is null; i++)
        {
            bool isOption = arguments[i].StartsWith("--", StringComparison.Ordinal);
            if (isOption && i + 1 == arguments.Length) complaint = $"{arguments[i]} wants a value.";
            else if (isOption) ask = With(ask, arguments[i], arguments[++i], ref complaint);
            else if (ask.Table.Length > 0) complaint = $"One table at a time: {ask.Table} or {arguments[i]}.";
            else if (!HistoryExport.Names.Contains(arguments[i], StringComparer.Ordinal)) complaint = $"'{arguments[i]}' is no table.";
            else ask = ask with { Table = arguments[i] };
        }
        complaint ??= ask.Folder.Length == 0 ? "--data is missing." : ask.Table.Length == 0 ? "No table is named." : null;
        if (complaint is null && ask.Account is not null && !HistoryExport.IsOfAccounts(ask.Table)) complaint = $"{ask.Table} belong to no account.";
        return complaint is null;
    }

    private static ExportAsk With(ExportAsk ask, string name, string value, ref string? complaint)
    {
        switch (name)
        {
            case "--data":
                return ask with { Folder = value };
            case "--account" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int account):
                return ask with { Account = account };
            case "--from" when TryMoment(value, out long since):
                return ask with { SinceNs = since };
            case "--to" when TryMoment(value, out long until):
                return ask with { UntilNs = until };
            default:
                complaint = $"{name} {value} is not understood.";
                return ask;
        }
    }

    private static bool TryMoment(string text, out long ns)
    {
        ns = 0;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long ms) && ms <= long.MaxValue / 1_000_000)
        {
            ns = ms * 1_000_000;
            return true;
        }
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)) return false;
        ns = (moment - DateTimeOffset.UnixEpoch).Ticks * 100;
        return true;
    }
}

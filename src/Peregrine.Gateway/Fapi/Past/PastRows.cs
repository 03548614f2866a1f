using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.History;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Past;

/// <summary>Rows of history by the names of their columns.</summary>
internal sealed class PastRows(IReadOnlyList<string> columns)
{
    private readonly Dictionary<string, int> _places = columns.Select(static (name, i) => (name, i)).ToDictionary(static c => c.name, static c => c.i, StringComparer.Ordinal);

    private const int PagesMax = 20;

    public long Number(object?[] row, string column) => row[_places[column]] is long number ? number : 0;

    public string Text(object?[] row, string column) => row[_places[column]] as string ?? "";

    public bool Has(object?[] row, string column) => row[_places[column]] is not null;

    /// <summary>Waits a moment for history to have what the account was told; false, and refused, when it has not.</summary>
    public static async ValueTask<bool> IsNear(FapiCall call)
    {
        call.Gateway.Accounts.Views.TryRead(call.Who.Account, out AccountFacts facts);
        if (await call.Gateway.Venue.History.HasStored(facts.LastSeq)) return true;
        call.Refuse(FapiError.Overloaded(1000));
        return false;
    }

    /// <summary>A page of history; empty, and refused, when it cannot be read now.</summary>
    public static async ValueTask<HistoryPage> Read(FapiCall call, HistoryQuery query)
    {
        try
        {
            return await call.Gateway.Venue.History.Ask(history => history.Read(query), CancellationToken.None);
        }
        catch (StorageException)
        {
            call.Refuse(FapiError.Overloaded(1000));
            return new HistoryPage([], [], null);
        }
    }

    /// <summary>Rows that pass a filter, in the order of the question, as many as are asked for: some pages are looked through, and no more.</summary>
    public static async ValueTask<List<T>> Collect<T>(FapiCall call, HistoryQuery query, int limit, Func<PastRows, object?[], T> read, Predicate<T> filter)
    {
        List<T> found = [];
        for (int i = 0; i < PagesMax && found.Count < limit; i++)
        {
            HistoryPage page = await Read(call, query);
            var rows = new PastRows(page.Columns);
            found.AddRange(page.Rows.Select(row => read(rows, row)).Where(row => filter(row)));
            if (page.Next is not { } next) break;
            query = query with { From = next };
        }
        if (found.Count > limit) found.RemoveRange(limit, found.Count - limit);
        return found;
    }
}

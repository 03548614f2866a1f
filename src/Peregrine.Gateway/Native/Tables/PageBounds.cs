using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native.Tables;

/// <summary>Which rows a page is to have, as it was asked.</summary>
/// <param name="SinceNs">Nothing from before.</param>
/// <param name="UntilNs">Nothing from then on.</param>
/// <param name="Limit">Rows at most.</param>
/// <param name="Cursor">Where it begins; none at the end.</param>
/// <param name="IsCsv">As lines of text.</param>
internal readonly record struct PageBounds(long SinceNs, long UntilNs, int Limit, string? Cursor, bool IsCsv)
{
    public static PageBounds Read(ApiCall call, ref Body query, int usual = PageQuery.LimitUsual)
    {
        var shape = (PageQuery)call.Route!.Query;
        long until = query.Has(shape.Until) ? query.Nanos(shape.Until) : long.MaxValue;
        int limit = query.Has(shape.Limit) ? (int)query.Whole(shape.Limit) : usual;
        string? cursor = query.Has(shape.Cursor) ? query.String(shape.Cursor) : null;
        bool isCsv = query.Has(shape.Format) ? query.Choice(shape.Format) == 2 : call.WantsCsv;
        return new PageBounds(query.Nanos(shape.Since), until, Math.Max(1, limit), cursor, isCsv);
    }
}

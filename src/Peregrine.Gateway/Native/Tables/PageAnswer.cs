using System.Globalization;
using System.Text;
using Peregrine.Gateway.Http;

namespace Peregrine.Gateway.Native.Tables;

/// <summary>A page on its way out: <c>asOfSeq</c>, <c>rows</c>, and <c>next</c> when there is more; as lines, the first and last are headers of the answer.</summary>
internal sealed class PageAnswer
{
    private readonly ApiCall _call;
    private readonly StringBuilder? _lines;

    public PageAnswer(ApiCall call, string[] columns, bool isCsv, long asOfSeq)
    {
        (_call, call.IsCsv) = (call, isCsv);
        if (isCsv)
        {
            call.Http.Response.Headers["X-As-Of-Seq"] = asOfSeq.ToString(CultureInfo.InvariantCulture);
            _lines = new StringBuilder();
            Rows = new CsvRows(new StringWriter(_lines, CultureInfo.InvariantCulture), columns);
            return;
        }
        call.Answer.BeginObject().Name("asOfSeq"u8).Number(asOfSeq).Name("rows"u8).BeginArray();
        Rows = new JsonRows(call.Answer, columns);
    }

    public RowText Rows { get; }

    /// <param name="next">What to pass as <c>cursor</c> for the following page; none when this was the last.</param>
    public void End(string? next)
    {
        if (_lines is not null)
        {
            if (next is not null) _call.Http.Response.Headers["X-Next-Cursor"] = next;
            _call.Answer.Raw(Encoding.UTF8.GetBytes(_lines.ToString()));
            return;
        }
        _call.Answer.EndArray();
        if (next is not null) _call.Answer.Name("next"u8).String(next);
        _call.Answer.EndObject();
    }
}

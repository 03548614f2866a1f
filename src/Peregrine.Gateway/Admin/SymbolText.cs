using Peregrine.Core;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Admin;

/// <summary>The name of what is to be listed.</summary>
internal static class SymbolText
{
    public static Symbol Read(ref Body body, Field field)
    {
        string name = body.String(field);
        bool isName = name.Length is > 0 and <= Symbol.Size && name.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '-' or '_');
        if (isName) return Symbol.Parse(name);
        body.Refuse(field);
        return default;
    }
}

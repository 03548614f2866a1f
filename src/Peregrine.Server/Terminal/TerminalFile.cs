using Microsoft.Extensions.Primitives;

namespace Peregrine.Server.Terminal;

/// <summary>One file of the terminal as it is sent: plain, and packed in the ways a browser may take.</summary>
internal sealed record TerminalFile(StringValues Type, StringValues ETag, bool IsForever, byte[] Plain, byte[]? Brotli, byte[]? Gzip);

using System.Text.Json;

namespace Peregrine.Gateway.Json;

/// <summary>Where a field's value lies in the body; <see cref="JsonTokenType.None"/> when it was not given.</summary>
internal readonly record struct Slot(JsonTokenType Type, int Start, int Length, bool IsEscaped);

using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Streams;

/// <summary>For whom a frame is: the answer to a request, or a channel's.</summary>
internal ref struct FrameName
{
    public long Id { get; private set; }

    public bool IsAnswer { get; private set; }

    public ReadOnlySpan<byte> Channel { get; private set; }

    public ReadOnlySpan<byte> Market { get; private set; }

    public ReadOnlySpan<byte> Speed { get; private set; }

    /// <summary>Looks no further than it must: names stand first in every frame of this venue, and anywhere in those of others.</summary>
    public static FrameName Of(Utf8JsonReader ahead)
    {
        FrameName name = default;
        while (!name.IsWhole && JsonIn.NextField(ref ahead))
        {
            int what = ahead.ValueTextEquals("id"u8) ? 1 : ahead.ValueTextEquals("ch"u8) ? 2 : ahead.ValueTextEquals("m"u8) ? 3 : ahead.ValueTextEquals("speed"u8) ? 4 : 0;
            if (what == 0)
            {
                JsonIn.Skip(ref ahead);
                continue;
            }
            JsonIn.Begin(ref ahead, what == 1 ? JsonTokenType.Number : JsonTokenType.String);
            switch (what)
            {
                case 1:
                    (name.Id, name.IsAnswer) = (ahead.GetInt64(), true);
                    break;
                case 2:
                    name.Channel = ahead.ValueSpan;
                    break;
                case 3:
                    name.Market = ahead.ValueSpan;
                    break;
                default:
                    name.Speed = ahead.ValueSpan;
                    break;
            }
        }
        return name;
    }

    private readonly bool IsWhole
    {
        get
        {
            if (IsAnswer || Channel.SequenceEqual("account"u8)) return true;
            return !Channel.IsEmpty && !Market.IsEmpty && (!Speed.IsEmpty || !Channel.SequenceEqual("book"u8));
        }
    }
}

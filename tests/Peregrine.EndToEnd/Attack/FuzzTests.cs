using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace Peregrine.EndToEnd.Attack;

/// <summary>Very many requests and messages that are nearly right, from somebody who has an account: nothing breaks, nothing of others is told, nothing grows, and the books are equal afterwards.</summary>
public sealed class FuzzTests
{
    private const int Batch = 64, Talkers = 8, FramesMax = 400, Seed = 20_261, RoundMost = 40_000;
    private const long GrowthMax = 96L << 20;
    // Nobody but its owner may ever read these.
    private const string Secret = "veras-own-order";
    private const string SecretMoney = "4711.471147";

    private static readonly bool Deep = Environment.GetEnvironmentVariable("PEREGRINE_DEEP") is not null;
    private static readonly int Count = Deep ? 1_000_000 : 50_000;

    private static readonly (string Line, string Body)[] Requests =
    [
        ("POST /api/v1/orders", """{"type":"limit","market":"SOL-PERP","side":"buy","price":"140","qty":"1","clientOrderId":"f","label":7,"stp":"cn"}"""),
        ("POST /api/v1/orders", """{"type":"market","market":"SOL-PERP","side":"sell","qty":"2","reduceOnly":true,"maxSlippage":"0.01"}"""),
        ("POST /api/v1/orders", """{"type":"stop","market":"ETH-PERP","side":"sell","triggerPrice":"2900","triggerBy":"mark","qty":"1","maxSlippage":"0.01"}"""),
        ("POST /api/v1/orders", """{"type":"scale","market":"ETH-PERP","side":"buy","fromPrice":"2900","toPrice":"2950","count":5,"qty":"1"}"""),
        ("POST /api/v1/orders", """{"type":"twap","market":"SOL-PERP","side":"buy","qty":"10","duration":600000}"""),
        ("POST /api/v1/orders", """{"type":"oco","orders":[{"type":"limit","market":"SOL-PERP","side":"sell","price":"170","qty":"1"},{"type":"stop","market":"SOL-PERP","side":"sell","triggerPrice":"130","qty":"1"}]}"""),
        ("POST /api/v1/orders/preview", """{"type":"limit","market":"SOL-PERP","side":"buy","price":"140","qty":"1","exits":[{"type":"stop","share":"1","triggerPrice":"130"}]}"""),
        ("POST /api/v1/orders/batch", """{"commands":[{"op":"place","body":{"type":"limit","market":"SOL-PERP","side":"buy","price":"141","qty":"1"}},{"op":"cancel","id":"1"}]}"""),
        ("PATCH /api/v1/orders/client:f", """{"market":"SOL-PERP","price":"141","qty":"2"}"""),
        ("DELETE /api/v1/orders?market=SOL-PERP&side=buy&label=7", ""),
        ("DELETE /api/v1/orders/client:veras-own-order", ""),
        ("GET /api/v1/orders/client:veras-own-order", ""),
        ("GET /api/v1/orders?market=SOL-PERP&minSeq=1", ""),
        ("GET /api/v1/account", ""),
        ("GET /api/v1/balances?minSeq=5", ""),
        ("GET /api/v1/book/SOL-PERP?depth=20", ""),
        ("GET /api/v1/candles/SOL-PERP?interval=1m&limit=10", ""),
        ("GET /api/v1/history/fills?limit=5&from=1&to=99999999999999", ""),
        ("GET /api/v1/positions/SOL-PERP/room?price=150&maxSlippage=0.01", ""),
        ("GET /api/v1/positions/SOL-PERP/deleveraging?qty=1", ""),
        ("POST /api/v1/account/stress", """{"all":"-0.1","moves":[{"market":"ETH-PERP","by":"0.05"}]}"""),
        ("POST /api/v1/transfers", """{"toAccount":"1","asset":"USDC","amount":"1.5","requestId":"r"}"""),
        ("POST /api/v1/withdrawals", """{"asset":"USDC","amount":"2.5","requestId":"w"}"""),
        ("POST /api/v1/lending/deposits", """{"amount":"10","requestId":"in"}"""),
        ("POST /api/v1/positions/ETH-PERP/leverage", """{"leverage":10}"""),
        ("POST /api/v1/positions/ETH-PERP/add-margin", """{"amount":"10"}"""),
        ("PUT /api/v1/dead-man", """{"timeout":60000,"market":"SOL-PERP"}"""),
        ("PUT /api/v1/limits", """{"maxOrderNotional":"100000","maxLeverage":20,"onBreach":"cancelAll","markets":["BTC-PERP","ETH-PERP","SOL-PERP"]}"""),
        ("POST /api/v1/auth/refresh", """{"refreshToken":"prt_AAAA"}"""),
        ("POST /api/v1/first-role", """{"token":"pft_00"}"""),
        ("POST /api/v1/admin/changes", """{"change":"marketState","market":"SOL-PERP","state":"postOnly"}"""),
        ("POST /api/v1/admin/changes", """{"change":"priceSources","market":"SOL-PERP","rules":{"minSources":3,"maxAge":5000,"maxConfidence":"0.005","maxDeviation":"0.015","jump":"0.05"},"sources":[{"source":1,"weight":1}]}"""),
        ("POST /api/v1/admin/changes/1/approve", ""),
        ("DELETE /api/v1/admin/factor-resets/1", ""),
        ("POST /api/v1/auth/second-factor/keep-by-letter", """{"ticket":"00"}"""),
        ("POST /api/v1/auth/second-factor/stop-by-letter", """{"ticket":"00"}"""),
        ("POST /api/v1/auth/way-back", """{"ticket":"00"}"""),
        ("POST /api/v1/auth/step-up/wallet", """{"nonce":"00","address":"4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T","signature":"AAAA","message":"AAAA"}"""),
        ("POST /api/v1/withdrawals/message", """{"asset":"USDC","amount":"2.5","addressId":"1","requestId":"w","wallet":"4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T"}"""),
        ("POST /api/v1/sandbox/providers/google", """{"clientId":"peregrine-sandbox","redirectUri":"http://127.0.0.1/sign-in/google","state":"s","nonce":"n","codeChallenge":"c","codeChallengeMethod":"S256","secret":"00112233445566778899aabbccddeeff","name":"Fred"}"""),
        ("GET /api/v1/auth/activity?limit=5&before=9", ""),
        ("GET /api/v1/admin/log?limit=5", ""),
        ("GET /fapi/v1/depth?symbol=SOLUSDC&limit=5", ""),
        ("GET /fapi/v1/klines?symbol=SOLUSDC&interval=1m&limit=5", ""),
        ("POST /fapi/v1/order?symbol=SOLUSDC&side=BUY&type=LIMIT&quantity=1&price=140&timeInForce=GTC&timestamp=1&signature=00", ""),
    ];

    private static readonly string[] Messages =
    [
        """{"id":1,"op":"subscribe","ch":"book","market":"SOL-PERP","speed":"100ms"}""",
        """{"id":2,"op":"unsubscribe","ch":"book","market":"SOL-PERP","speed":"100ms"}""",
        """{"id":3,"op":"subscribe","ch":"account","from":1,"margin":true,"topics":["orders","fills"]}""",
        """{"id":4,"op":"subscribe","ch":"candles","market":"SOL-PERP","interval":"1m","source":"mark","limit":3}""",
        """{"id":5,"op":"place","body":{"type":"limit","market":"SOL-PERP","side":"buy","price":"140","qty":"1","cancelOnDisconnect":true}}""",
        """{"id":6,"op":"amend","order":"client:veras-own-order","body":{"market":"SOL-PERP","price":"141"}}""",
        """{"id":7,"op":"cancel","order":"client:veras-own-order"}""",
        """{"id":8,"op":"massCancel","body":{"market":"SOL-PERP"}}""",
        """{"id":9,"op":"batch","body":{"commands":[{"op":"cancel","id":"1"}]}}""",
        """{"id":10,"op":"deadMan","body":{"timeout":60000}}""",
        """{"id":11,"op":"ping"}""",
        """{"id":12,"op":"auth","token":"a.b.c","account":"1"}""",
    ];

    private static readonly string[] Values =
    [
        "0", "-1", "1", "9223372036854775807", "9223372036854775808", "1e9", "0.5", "null", "true", "[]", "{}", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"SOL-PERP\"", "\"account\"", "\"book\"", "\"place\"", "\"1.23456789012345678901\"",
        "[[[[1]]]]", "{\"a\":{\"b\":1}}", "[\"orders\",\"orders\"]", "[1,2,3]", "\"client:\"", "\"client:veras-own-order\"", "\"\u00e9\ud83d\ude00\"",
    ];

    [Fact]
    public async Task Requests_and_messages_that_are_nearly_right_break_nothing_and_tell_nothing()
    {
        using var folder = new Folder();
        using (VenueProcess venue = await VenueProcess.Start(folder.Path, [.. Access.AccessTests.Generous, "--log.requests", "on"]))
        {
            using ApiClient vera = await venue.Client().Join("vera"), fred = await venue.Client().Join("fred");
            (await vera.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "120", "1").Replace("{", $"{{\"clientOrderId\":\"{Secret}\",", StringComparison.Ordinal))).Is(200);
            (await vera.Post("/deposits/paper", $$"""{"amount":"{{SecretMoney}}","requestId":"s"}""")).Is(200);
            await Rounds(venue.Url, fred, Seed, Count / 5);
            long before = venue.MemoryBytes;
            await Rounds(venue.Url, fred, Seed + 1_000, Count - Count / 5);
            Assert.InRange(venue.MemoryBytes - before, long.MinValue, GrowthMax);
            await Task.Delay(200);
            await vera.SignIn("vera");
            await fred.SignIn("fred");
            Assert.Equal("120", (await vera.Get($"/orders/client:{Secret}")).Is(200).Text("price"));
            Assert.True((await fred.Get("/ready")).Is(200)["ok"].GetBoolean());
            Assert.Equal(0, await venue.Stop());
        }
        // One line of JSON for each request, whatever stood in it.
        Assert.All(File.ReadLines(Path.Combine(folder.Path, "logs", "requests.jsonl")), static line => Assert.True(line.StartsWith('{') && line.EndsWith('}') && !line.Contains(Secret, StringComparison.Ordinal), line));
        (await VenueAudit.Of(folder.Path)).Check();
    }

    // An access token ends long before a million requests do, and what is refused at the door tries nothing.
    private static async Task Rounds(Uri url, ApiClient fred, int seed, int count)
    {
        for (int done = 0; done < count; done += RoundMost, seed += 2)
        {
            // What the rounds before took of their address at the door comes back within a moment.
            await Task.Delay(200);
            await fred.SignIn("fred");
            await Fuzz(new Mutator(seed), url, fred.Token!, Math.Min(RoundMost, count - done));
            await Talk(new Mutator(seed + 1), url, fred.Token!, Math.Min(RoundMost, count - done));
            if (Deep) Console.WriteLine($"{Math.Min(done + RoundMost, count)} of {count} requests and messages, from seed {seed}");
        }
    }

    // Some requests wait for a command that has not come yet: on several wires the others do not wait with them.
    private static Task Fuzz(Mutator mutator, Uri url, string token, int count)
    {
        Mutator[] askers = [.. Enumerable.Range(0, Talkers).Select(_ => new Mutator(mutator.Next(int.MaxValue)))];
        return Task.WhenAll(askers.Select(each => Task.Run(() => FuzzAlone(each, url, token, count / Talkers))));
    }

    private static async Task FuzzAlone(Mutator mutator, Uri url, string token, int count)
    {
        Wire wire = await Wire.Open(url);
        for (int done = 0; done < count; done += Batch)
        {
            using var batch = new MemoryStream();
            byte[][] asked = [.. Enumerable.Range(0, Batch).Select(_ => Request(mutator, token))];
            foreach (byte[] request in asked) batch.Write(request);
            try
            {
                await wire.Say(batch.ToArray());
                int answered = 0;
                while (answered < Batch && await wire.Answer() is { } answer)
                {
                    Check(answer.Status, answer.Text, asked[answered]);
                    answered++;
                }
                if (answered == Batch) continue;
            }
            catch (IOException)
            {
                // A request line that is none ends the connection.
            }
            wire.Dispose();
            wire = await Wire.Open(url);
        }
        wire.Dispose();
    }

    private static byte[] Request(Mutator mutator, string token)
    {
        (string line, string right) = mutator.Of(Requests);
        string[] parts = line.Split(' ');
        bool bendsPath = right.Length == 0 || mutator.Next(4) == 0;
        // Kestrel's own parser is tried elsewhere: here what reaches the venue is wanted, so the line stays a line.
        string path = bendsPath ? Encoding.Latin1.GetString(mutator.Bend(Encoding.ASCII.GetBytes(parts[1]))) : parts[1];
        path = string.Concat(path.Select(static c => c is > ' ' and < (char)127 ? c.ToString() : $"%{(int)c & 255:x2}"));
        if (!path.StartsWith('/')) path = "/" + path;
        byte[] body = right.Length == 0 ? [] : mutator.Bend(Encoding.UTF8.GetBytes(right));
        string who = mutator.Next(10) == 0 ? "" : $"Authorization: Bearer {token}\r\n";
        string type = body.Length == 0 ? "" : $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n";
        return [.. Encoding.ASCII.GetBytes($"{parts[0]} {path} HTTP/1.1\r\nHost: v\r\n{who}{type}\r\n"), .. body];
    }

    private static void Check(int status, string text, byte[] asked)
    {
        // The venue may say that it is busy, and never that it does not know what happened.
        bool isBroken = status == 500 || text.Contains("INTERNAL", StringComparison.Ordinal);
        bool isTold = text.Contains(SecretMoney, StringComparison.Ordinal) || text.Contains("vera@", StringComparison.Ordinal) || (status == 200 && text.Contains($"\"{Secret}\"", StringComparison.Ordinal) && text.Contains("\"price\":\"120\"", StringComparison.Ordinal));
        Assert.False(isBroken || isTold, $"{Encoding.Latin1.GetString(asked)}\n\n{text}");
    }

    private static Task Talk(Mutator mutator, Uri url, string token, int count)
    {
        Mutator[] talkers = [.. Enumerable.Range(0, Talkers).Select(_ => new Mutator(mutator.Next(int.MaxValue)))];
        return Task.WhenAll(talkers.Select(each => Task.Run(() => TalkAlone(each, url, token, count / Talkers))));
    }

    // A frame that is no JSON object ends its socket, so there are many of them.
    private static async Task TalkAlone(Mutator mutator, Uri url, string token, int count)
    {
        int done = 0;
        while (done < count)
        {
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri($"ws://{url.Authority}/ws/v1"), default);
            Task hearing = Hear(socket);
            try
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes($"{{\"id\":0,\"op\":\"auth\",\"token\":\"{token}\"}}"), WebSocketMessageType.Text, true, default);
                for (int i = 0; i < FramesMax && done < count && socket.State == WebSocketState.Open; i++, done++)
                {
                    bool isBinary = mutator.Next(3) == 0;
                    byte[] frame = isBinary ? mutator.Bend(Frames.Place((uint)i, 3, (sbyte)(mutator.Next(2) == 0 ? 1 : -1), 14_000, 1, "b")) : Said(mutator);
                    await socket.SendAsync(frame, isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, true, default);
                }
                if (socket.State == WebSocketState.Open) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", default);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException)
            {
                // It was closed while we spoke: a frame before was no JSON.
            }
            await hearing;
        }
    }

    // One in eight is bent anywhere, and mostly no JSON any more; the others only where values stand.
    private static byte[] Said(Mutator mutator)
    {
        string right = mutator.Of(Messages);
        if (mutator.Next(8) == 0) return mutator.Bend(Encoding.UTF8.GetBytes(right));
        int colon = right.IndexOf(':', mutator.Next(right.Length - 8));
        if (colon < 0) return Encoding.UTF8.GetBytes(right);
        int end = right.IndexOfAny([',', '}', ']'], colon);
        return Encoding.UTF8.GetBytes(string.Concat(right.AsSpan(0, colon + 1), mutator.Of(Values), right.AsSpan(end)));
    }

    private static async Task Hear(ClientWebSocket socket)
    {
        // Of each of thousands of sockets: made anew they would be gigabytes before anybody collects them.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        try
        {
            while (true)
            {
                int length = 0;
                WebSocketReceiveResult result;
                do
                {
                    result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), default);
                    length += result.Count;
                }
                while (!result.EndOfMessage);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    if (socket.State == WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", default);
                    return;
                }
                if (result.MessageType == WebSocketMessageType.Text) Check(200, Encoding.UTF8.GetString(buffer, 0, length), []);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The venue ended it.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

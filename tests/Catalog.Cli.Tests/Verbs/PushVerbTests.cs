using System.IO.Compression;
using System.Text;
using Catalog.Cli.Tests.Testing;
using Microsoft.AspNetCore.Http;

namespace Catalog.Cli.Tests.Verbs;

public sealed class PushVerbTests(CatalogServer server)
{
    [Fact]
    public async Task Push_File_IsCheckedAndKept()
    {
        using var shop = await AppliedAsync();

        var pushed = (await server.RunAsync("push", shop.Source, "--file", Events(shop), "--json")).MustSucceed().Json;
        var found = (await server.RunAsync("lookup", "--service", shop.Service, "--key", $"{shop.Key}=1", "--json")).MustSucceed().Json;

        Assert.Equal((3, 2, 1), ((int)pushed["read"]!, (int)pushed["accepted"]!, (int)pushed["quarantined"]!));
        Assert.Equal(1, (int)pushed["by_rule"]!["minimum:price"]!);
        Assert.Equal((shop.Source, 1, 0), ((string?)pushed["source"], (int)pushed["pieces"]!, (int)pushed["duplicate_pieces"]!));
        Assert.Equal("""["tea"]""", found["results"]!.AsArray()[^1]!["values"]!.ToJsonString());
    }

    [Fact]
    public async Task Push_StandardInputAndGzip_AreTaken()
    {
        using var shop = await AppliedAsync();
        var file = Events(shop);
        await using (var zipped = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest))
        {
            zipped.Write(File.ReadAllBytes(file));
        }

        var piped = (await (server.Command with { Input = File.ReadAllText(file) }).RunAsync("push", shop.Source, "--file", "-")).MustSucceed();
        var unzipped = (await server.RunAsync("push", shop.Source, "--file", file + ".gz")).MustSucceed();

        Assert.StartsWith("3 read = 2 accepted + 1 quarantined.\n", piped.Output, StringComparison.Ordinal);
        Assert.StartsWith("3 read = 2 accepted + 1 quarantined.\n", unzipped.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_SameKeyTwice_AppendsOnce()
    {
        using var shop = await AppliedAsync();
        string[] arguments = ["push", shop.Source, "--file", Events(shop), "--idempotency-key", $"once-{shop.Source}"];

        (await server.RunAsync(arguments)).MustSucceed();
        var again = (await server.RunAsync(arguments)).MustSucceed();

        Assert.Contains("1 of 1 pieces had been pushed before under this key and were not appended again.", again.Output, StringComparison.Ordinal);
        Assert.Equal(2, (int)(await server.RunAsync("sources", "--json")).Json["items"]!.AsArray().Single(item => (string?)item!["name"] == shop.Source)!["events"]!);
    }

    [Fact]
    public async Task Push_MoreThanAPiece_GoesInPiecesWithKeysOfTheirOwn()
    {
        var keys = new List<string>();
        var bytes = 0L;
        await using var fake = await FakeServer.StartAsync(async context =>
        {
            keys.Add(context.Request.Headers["Idempotency-Key"].ToString());
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            bytes += body.Length;
            await FakeServer.AnswerJsonAsync(context, """{"runId": "0197aaaa-0000-7000-8000-000000000004", "read": 2, "accepted": 1, "quarantined": 1, "byRule": {"required:theKey": 1}, "warnings": {"pattern:x": 2}, "duplicate": false}""");
        });
        using var folder = new TemporaryDirectory();
        var line = new string('x', 1_000) + "\n";
        var file = folder.Write("events.ndjson", string.Concat(Enumerable.Repeat(line, 20_000)));

        var pushed = (await new Command { Server = fake.Address }.RunAsync("push", "sales", "--file", file, "--idempotency-key", "k", "--json")).MustSucceed().Json;

        Assert.Equal(["k", "k/2", "k/3"], keys);
        Assert.Equal(new FileInfo(file).Length, bytes);
        Assert.Equal((6, 3, 3, 3, 6), ((int)pushed["read"]!, (int)pushed["accepted"]!, (int)pushed["by_rule"]!["required:theKey"]!, (int)pushed["pieces"]!, (int)pushed["warnings"]!["pattern:x"]!));
    }

    [Fact]
    public async Task Push_ServerAsksToWait_WaitsAsLongAsItSays()
    {
        var asked = 0;
        await using var fake = await FakeServer.StartAsync(context =>
        {
            if (++asked > 2)
            {
                return FakeServer.AnswerJsonAsync(context, """{"runId": "0197aaaa-0000-7000-8000-000000000004", "read": 1, "accepted": 1, "quarantined": 0, "byRule": {}, "warnings": {}, "duplicate": false}""");
            }

            context.Response.Headers.RetryAfter = "7";
            return FakeServer.RefuseAsync(context, StatusCodes.Status429TooManyRequests, "backpressure", transient: true);
        });
        var clock = new HastyClock();
        var start = clock.GetUtcNow();

        var pushed = (await new Command { Server = fake.Address, Input = "{}\n", Time = clock }.RunAsync("push", "sales", "--file", "-", "--json")).MustSucceed();

        Assert.Equal(TimeSpan.FromSeconds(14), clock.GetUtcNow() - start);
        Assert.Contains("Refused with backpressure. Trying again for 2 minutes.", pushed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_AnswerLost_IsAskedForAgainUntilTheFirstAttemptIsOver()
    {
        var asked = 0;
        const string done = """{"runId": "0197aaaa-0000-7000-8000-000000000004", "read": 1, "accepted": 1, "quarantined": 0, "byRule": {}, "warnings": {}, "duplicate": false}""";
        await using var fake = await FakeServer.StartAsync(context =>
        {
            switch (++asked)
            {
                case 2:
                    context.Abort();
                    return Task.CompletedTask;
                case 3:
                    return FakeServer.RefuseAsync(context, StatusCodes.Status409Conflict, "already-running");
                default:
                    return FakeServer.AnswerJsonAsync(context, done);
            }
        });
        using var folder = new TemporaryDirectory();
        var file = folder.Write("events.ndjson", string.Concat(Enumerable.Repeat(new string('x', 1_000) + "\n", 9_000)));

        var pushed = (await new Command { Server = fake.Address, Time = new HastyClock() }.RunAsync("push", "sales", "--file", file, "--json")).MustSucceed().Json;

        Assert.Equal((2, 2, 4), ((int)pushed["read"]!, (int)pushed["pieces"]!, asked));
    }

    [Fact]
    public async Task Push_KeyUnderWay_IsAConflict()
    {
        await using var fake = await FakeServer.StartAsync(static context => FakeServer.RefuseAsync(context, StatusCodes.Status409Conflict, "already-running"));

        Assert.Equal("already-running", (await new Command { Server = fake.Address, Input = "{}" }.RunAsync("push", "sales", "--file", "-", "--json")).MustEndWith(5).Code);
    }

    [Fact]
    public async Task Push_ServerGone_SaysHowToGoOn()
    {
        var asked = 0;
        await using var fake = await FakeServer.StartAsync(context =>
        {
            if (++asked == 1)
            {
                return FakeServer.AnswerJsonAsync(context, """{"runId": "0197aaaa-0000-7000-8000-000000000004", "read": 1, "accepted": 1, "quarantined": 0, "byRule": {}, "warnings": {}, "duplicate": false}""");
            }

            context.Abort();
            return Task.CompletedTask;
        });
        using var folder = new TemporaryDirectory();
        var file = folder.Write("events.ndjson", string.Concat(Enumerable.Repeat(new string('x', 1_000) + "\n", 9_000)));

        var gone = (await new Command { Server = fake.Address, Time = new HastyClock() }.RunAsync("push", "sales", "--file", file, "--idempotency-key", "k", "--json")).MustEndWith(4);

        Assert.EndsWith("1 event had been pushed; the same command with `--idempotency-key k` goes on behind them.", (string?)gone.Json["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "source-not-found", "push", "nowhere", "--file", "{file}")]
    [InlineData(3, "file-not-found", "push", "nowhere", "--file", "{file}.gone")]
    [InlineData(1, "file-access", "push", "nowhere", "--file", "{folder}")]
    [InlineData(1, "file-access", "push", "nowhere", "--file", "{file}.gz")]
    [InlineData(2, "usage", "push", "nowhere")]
    [InlineData(2, "usage", "push", "nowhere", "--file", "{file}", "--idempotency-key", "with blank")]
    [InlineData(2, "usage", "push", "nowhere", "--file", "{file}", "--idempotency-key", "")]
    [InlineData(2, "usage", "push", "nowhere", "--file", "{file}", "--idempotency-key", "Zürich")]
    public async Task Push_IllegalOrUnknown_SaysSo(int exitCode, string code, params string[] arguments)
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("a.ndjson", "{}\n");
        File.Copy(file, file + ".gz");

        var refused = (await server.RunAsync([.. arguments.Select(argument => argument.Replace("{file}", file).Replace("{folder}", folder.Path)), "--json"])).MustEndWith(exitCode);

        Assert.Equal(code, refused.Code);
    }

    private static string Events(Shop shop) => shop.Write("events.ndjson", new StringBuilder()
        .Append($$"""{"{{shop.Key}}": 1, "sold_at": "2026-01-01T00:00:00Z", "price": 1, "product": "cup"}""").Append('\n')
        .Append($$"""{"{{shop.Key}}": 1, "sold_at": "2026-01-02T00:00:00Z", "price": 2, "product": "tea"}""").Append('\n')
        .Append($$"""{"{{shop.Key}}": 2, "sold_at": "2026-01-02T00:00:00Z", "price": -2, "product": "tea"}""").Append('\n')
        .ToString());

    private async Task<Shop> AppliedAsync()
    {
        var shop = new Shop();
        shop.WriteView(ttl: "0");
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        return shop;
    }
}

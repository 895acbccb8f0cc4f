using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.CommandLine;

/// <summary><c>--local</c>: the same verbs without a server.</summary>
public sealed class LocalTests(CatalogServer server)
{
    [Fact]
    public async Task Local_MainJob_KeepsEverythingFromCommandToCommand()
    {
        using var shop = new Shop();
        shop.WriteView(ttl: "0");
        shop.WriteSource("files: [a.csv]");
        shop.Lines("a.csv", "1,2026-01-01T00:00:00Z,1,cup", "1,2026-01-02T00:00:00Z,2,tea", ",2026-01-02T00:00:00Z,2,tea");
        using var data = new TemporaryDirectory();
        var command = new Command();

        var applied = (await command.RunAsync("apply", shop.Path, "--ingest", "--local", data.Path, "--json")).MustSucceed();
        var found = (await command.RunAsync("lookup", "--service", shop.Service, "--key", $"{shop.Key}=1", "--local", data.Path, "--json")).MustSucceed();
        var made = (await command.RunAsync(
            "training-set", "--entities", shop.Write("f.csv", $"{shop.Key},event_timestamp\n1,2026-01-01T12:00:00Z\n"), "--service", shop.Service, "--out", shop.File("out.csv"), "--local", data.Path)).MustSucceed();
        var status = (await command.RunAsync("status", "--local", data.Path, "--json")).MustSucceed();

        Assert.Equal((3, 2), ((int)applied.Json["ingested"]![0]!["read"]!, (int)applied.Json["ingested"]![0]!["accepted"]!));
        Assert.Equal("""["tea"]""", found.Json["results"]![2]!["values"]!.ToJsonString());
        Assert.EndsWith("1,2026-01-01T12:00:00Z,1,cup\r\n", File.ReadAllText(shop.File("out.csv")), StringComparison.Ordinal);
        Assert.Equal((true, 1, 1), ((bool)status.Json["ready"]!, (int)status.Json["revision"]!, (int)status.Json["open_quarantined"]!));
        Assert.StartsWith("Wrote 1 row with 4 columns to ", made.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Local_FolderHeldByAServer_SaysSoAtOnce()
    {
        var refused = (await new Command().RunAsync("status", "--local", server.Folder, "--json")).MustEndWith(1);

        Assert.Equal("cannot-start", refused.Code);
        Assert.Contains($"'{server.Folder}'", (string?)refused.Json["detail"], StringComparison.Ordinal);
        Assert.Contains("Another Catalog process may hold it.", (string?)refused.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Local_AfterTheCommand_NothingIsLocked()
    {
        using var data = new TemporaryDirectory();
        var command = new Command();
        (await command.RunAsync("views", "--local", data.Path)).MustSucceed();

        using (new FileStream(Path.Combine(data.Path, "catalog.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            (await command.RunAsync("views", "--local", data.Path)).MustEndWith(1);
        }

        (await command.RunAsync("views", "--local", data.Path)).MustSucceed();
    }

    [Fact]
    public async Task Local_FailedStart_LetsGoOfTheFolder()
    {
        using var data = new TemporaryDirectory();
        data.Write("catalog.db", "This is no database.");

        var refused = (await new Command().RunAsync("views", "--local", data.Path, "--json")).MustEndWith(1);

        Assert.Equal("database-damaged", refused.Code);
        using var taken = new FileStream(data.File("catalog.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }
}

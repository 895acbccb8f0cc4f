using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.MainJob;

/// <summary>The product with the loyalty definitions and the whole retail file in it, made once for all tests that only read.</summary>
public sealed class FullFile : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private CatalogProcess? _catalog;
    private CliResult? _ingest;

    internal CatalogProcess Catalog => _catalog ?? throw new InvalidOperationException("The full file is not there; the test should have skipped.");

    /// <summary>What <c>catalog ingest --json</c> printed.</summary>
    internal JsonElement Answer => _ingest!.MustSucceed().Json;

    internal string? Path { get; private set; }

    /// <summary>Skips the test where the file is absent.</summary>
    internal void Require() => Assert.SkipWhen(Path is null, "The full data file 'loyalty/online_retail.csv.gz' is not beside this checkout (../shared/data).");

    internal Task<CliResult> RunAsync(CancellationToken cancellationToken, params string[] arguments) => Cli.RunAsync(Catalog.Address, cancellationToken, arguments);

    public async ValueTask InitializeAsync()
    {
        Path = Repository.FindSharedData("loyalty/online_retail.csv.gz");
        if (Path is null)
        {
            return;
        }

        var token = TestContext.Current.CancellationToken;
        _catalog = await CatalogProcess.StartAsync(_data.Path, samples: false, token);
        (await RunAsync(token, "apply", "samples/loyalty")).MustSucceed();
        _ingest = await RunAsync(token, "ingest", "loyalty-transactions", "--file", Path, "--json");
    }

    public async ValueTask DisposeAsync()
    {
        if (_catalog is not null)
        {
            await _catalog.DisposeAsync();
        }

        _data.Dispose();
    }
}

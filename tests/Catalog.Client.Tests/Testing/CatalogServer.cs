using Catalog.Web.Composition;

[assembly: AssemblyFixture(typeof(Catalog.Client.Tests.Testing.CatalogServer))]

namespace Catalog.Client.Tests.Testing;

/// <summary>The real product on a folder of its own, with the definitions that the tests of the Python SDK use, shared by all tests; each works with keys and names of its own in it.</summary>
public sealed class CatalogServer : IAsyncLifetime
{
    internal const long Beyond53Bits = (1L << 53) + 1;

    internal static readonly DateTimeOffset Now = new(DateTimeOffset.UtcNow.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
    internal static readonly DateTimeOffset First = Now.AddDays(-3);
    internal static readonly DateTimeOffset Second = Now.AddDays(-1);

    private readonly TemporaryDirectory _data = new();
    private IRunningCatalog? _host;

    internal Uri Address => _host!.Address; // Set before any test runs.

    internal CatalogClient Client { get; private set; } = null!; // Set before any test runs.

    internal static string Definitions => Path.Combine(Repository.Root, "sdk", "python", "tests", "definitions");

    public async ValueTask InitializeAsync()
    {
        _host = await CatalogHost.StartAsync(new Dictionary<string, string?> { ["Catalog:DataDirectory"] = _data.Path }, CancellationToken.None);
        Client = new CatalogClient(Address);
        await Client.ApplyAsync(Definitions, new ApplyOptions { Message = "For the tests" });
        var report = await Client.PushAsync("purchases", Purchases());
        Assert.Equal((5L, 0L), (report.Accepted, report.Quarantined));
        foreach (var view in new[] { "purchase", "branch_purchase", "activity" })
        {
            await Client.FlushAsync(view);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host!.DisposeAsync();
        _data.Dispose();
    }

    // The newest row of customer 1 has a value in every column, that of customer 2 in none, and customer 3 has two branches.
    private static IEnumerable<object> Purchases() =>
    [
        new
        {
            CustomerId = 1, Branch = "north", BoughtAt = First, Product = "plum, \"dried\"\nand salted", Pieces = 1, Points = Beyond53Bits, Amount = 0.1, Weight = 0.1f, Paid = true,
            Receipt = new byte[] { 0, 255 }, DeliveredAt = First.AddMicroseconds(123456), Tags = new[] { "a", null, "", "ü\"x" }, Prices = new double?[] { 0.1, null, 1e300 },
        },
        new { CustomerId = 3, Branch = "north", BoughtAt = First, Product = "fig", Amount = 4.0, Points = 5 },
        new Dictionary<string, object?>
        {
            ["customer_id"] = 1, ["branch"] = "north", ["bought_at"] = Second, ["product"] = "", ["pieces"] = -7, ["points"] = -(1L << 62), ["amount"] = 2.5, ["weight"] = 3.5f,
            ["paid"] = false, ["receipt"] = Array.Empty<byte>(), ["delivered_at"] = Second, ["tags"] = Array.Empty<string>(), ["prices"] = new List<double>(),
        },
        new { CustomerId = 2, Branch = "north", BoughtAt = Second },
        new { CustomerId = 3, Branch = "south", BoughtAt = Second, Product = "date", Amount = 8.0, Points = 6 },
    ];
}

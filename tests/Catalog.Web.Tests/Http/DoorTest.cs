namespace Catalog.Web.Tests.Http;

/// <summary>A test that asks the doors of a server of its own.</summary>
public abstract class DoorTest : IAsyncLifetime
{
    protected const string Lines =
        IngestionServer.Header
        + "1,2026-11-20T10:00:00Z,9.5,cup\n"
        + ",2026-11-20T11:00:00Z,3,plate\n"
        + "2,2026-11-20T12:00:00Z,-1,bowl\n"
        + "1,2026-11-21T10:00:00Z,4,jug\n";

    private IngestionServer? _server;

    protected IngestionServer Server => _server!; // Set before every test.

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await IngestionServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

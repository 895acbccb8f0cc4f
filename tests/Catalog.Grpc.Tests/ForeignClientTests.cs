using Catalog.Grpc.Tests.Support;

namespace Catalog.Grpc.Tests;

/// <summary>Python's grpcio, with its own health and reflection clients, and npm's @grpc/grpc-js against the server.</summary>
public sealed class ForeignClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("unary")]
    [InlineData("streams")]
    [InlineData("deadline")]
    [InlineData("cancel")]
    [InlineData("gzip")]
    [InlineData("errors")]
    [InlineData("large")]
    [InlineData("health")]
    [InlineData("reflection")]
    public async Task Grpcio_AnyCall_BehavesAsWithItsOwnServer(string part)
    {
        await using var server = await EchoServer.StartAsync();

        var output = await PythonClient.RunAsync(part, server.Address, Token);

        Assert.Equal("ok", output);
    }

    [Theory]
    [InlineData("unary")]
    [InlineData("streams")]
    [InlineData("errors")]
    [InlineData("deadline")]
    [InlineData("cancel")]
    [InlineData("gzip")]
    [InlineData("large")]
    public async Task GrpcJs_AnyCall_BehavesAsWithItsOwnServer(string part)
    {
        await using var server = await EchoServer.StartAsync();

        var output = await NodeClient.RunAsync(part, server.Address, Token);

        Assert.Equal("ok", output);
    }

    [Fact]
    public async Task Grpcio_WatchesHealth_HearsOfEachChange()
    {
        await using var server = await EchoServer.StartAsync();
        server.IsServing = false;
        var watching = PythonClient.RunAsync("watch", server.Address, Token, onLine: line => server.IsServing |= line == "2");

        Assert.Equal("1", await watching); // NOT_SERVING is 2, SERVING is 1; the script ends there.
    }
}

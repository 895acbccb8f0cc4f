using System.Net;
using System.Net.Sockets;
using System.Text;
using Catalog.Client.Tests.Testing;

namespace Catalog.Client.Tests;

public sealed class TransportTests(CatalogServer server) : ClientTest(server)
{
    private static readonly CatalogClientOptions Hasty = new() { Retries = 0, Patience = TimeSpan.Zero };

    /// <summary>An address where nobody listens.</summary>
    internal static Uri NobodysAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    [Fact]
    public async Task Server_ThatIsAway_IsNamed()
    {
        var address = NobodysAddress();
        using var client = new CatalogClient(address, Hasty);

        var failure = await FailAsync(() => client.GetSavedDatasetAsync("x", Token));

        Assert.Equal(("unreachable", null, CatalogErrorKind.Unavailable, true), (failure.Code, failure.Status, failure.Kind, failure.IsTransient));
        Assert.Contains($"Reading the training set 'x' failed: the server at '{address}' cannot be reached: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatDoesNotAnswer_IsNamedWithTheLimit()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/base");
        using var client = new CatalogClient(address, Hasty with { Timeout = TimeSpan.FromMilliseconds(200) });

        var failure = await FailAsync(() => client.GetOnlineFeaturesAsync("x", [new { A = 1 }], cancellationToken: Token));

        Assert.Equal("unreachable", failure.Code);
        Assert.Contains($"the server at '{address}/' cannot be reached: it did not answer within 0.2 seconds (CatalogClientOptions.Timeout)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_ThatAreLost_AreAskedForAgain()
    {
        await using var proxy = new CuttingProxy(Server.Address, 0, 20);
        using var client = new CatalogClient(proxy.Address);

        var online = await client.GetOnlineFeaturesAsync(["purchase:points"], [new { CustomerId = 3 }], cancellationToken: Token);

        Assert.Equal((2, 6L), (proxy.Cuts, online["points"].Values[0]));
    }

    [Fact]
    public async Task Patience_ThatIsOver_SaysForHowLong()
    {
        await using var proxy = new CuttingProxy(Server.Address, 0);
        using var client = new CatalogClient(proxy.Address, Hasty);

        var failure = await FailAsync(() => client.PushAsync("purchases", [new { CustomerId = 820, BoughtAt = CatalogServer.Second }], new PushOptions { IdempotencyKey = "key-820" }, Token));

        Assert.Contains("That went on for 0 seconds (CatalogClientOptions.Patience). 0 events had been pushed; the same call with the IdempotencyKey 'key-820'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "the answer of 'http://127.0.0.1:", false)]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\nbad", "the server answered 502 Bad Gateway to 'http://127.0.0.1:", true)]
    public async Task Address_WithoutCatalogue_IsAskedAbout(string answer, string words, bool isTransient)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerOnceAsync(listener, answer);
        using var client = new CatalogClient(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), Hasty);

        var failure = await FailAsync(() => client.GetSavedDatasetAsync("x", Token));
        await answering;

        Assert.Equal(("unexpected-answer", CatalogErrorKind.UnexpectedAnswer, isTransient), (failure.Code, failure.Kind, failure.IsTransient));
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HttpClient_OfTheCaller_IsUsedAndLeftAlone()
    {
        using var http = new HttpClient { BaseAddress = Server.Address };
        using (var client = new CatalogClient(http))
        {
            Assert.Equal(6L, (await client.GetOnlineFeaturesAsync(["purchase:points"], [new { CustomerId = 3 }], cancellationToken: Token))["points"].Values[0]);
        }

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("health/live", UriKind.Relative), Token)).StatusCode);
        using var nowhere = new HttpClient();
        Assert.Contains("BaseAddress", Assert.Throws<ArgumentException>(() => new CatalogClient(nowhere)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CatalogClient(new Uri("ftp://x")));
    }

    [Fact]
    public async Task Client_ServesManyCallersAtOnce()
    {
        var keys = Enumerable.Range(0, 200).Select(i => (i % 3) + 1).ToList();

        var answers = await Task.WhenAll(keys.Select(key => Client.GetOnlineFeaturesAsync(["purchase:points"], [new { CustomerId = key }], cancellationToken: Token)));

        Assert.Equal(keys.Select(key => key switch { 1 => -(1L << 62), 3 => 6L, _ => (object?)null }), answers.Select(answer => answer["points"].Values[0]));
    }

    [Fact]
    public async Task Call_ThatIsStoppedBefore_IsNotMade() => await Assert.ThrowsAnyAsync<OperationCanceledException>(
        () => Client.GetOnlineFeaturesAsync(["purchase:points"], [new { CustomerId = 3 }], cancellationToken: new CancellationToken(canceled: true)));

    private static async Task AnswerOnceAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync(Token);
        _ = await client.GetStream().ReadAsync(new byte[4096], Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), Token);
    }
}

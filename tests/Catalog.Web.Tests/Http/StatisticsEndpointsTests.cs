using System.Net;
using System.Text.Json;
using Catalog.Core.Values;

namespace Catalog.Web.Tests.Http;

public sealed class StatisticsEndpointsTests : IAsyncLifetime
{
    private OnlineFeaturesServer? _server;

    private OnlineFeaturesServer Server => _server ?? throw new InvalidOperationException("The server has not started.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await OnlineFeaturesServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task Get_BeforeTheFirstComputation_SaysHowToGetThem()
    {
        var (status, body) = await SendAsync(HttpMethod.Get, "driver_hourly_stats/statistics");

        Assert.Equal((HttpStatusCode.NotFound, "statistics-not-found"), (status, body.GetProperty("code").GetString()));
        Assert.Contains("POST", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "nobody/statistics")]
    [InlineData("POST", "nobody/statistics")]
    [InlineData("GET", "nobody/statistics/history")]
    public async Task AnyDoor_UnknownView_Is404(string method, string path)
    {
        var (status, body) = await SendAsync(new HttpMethod(method), path);

        Assert.Equal((HttpStatusCode.NotFound, "feature-view-not-found"), (status, body.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("100000")]
    [InlineData("many")]
    public async Task GetHistory_DaysThatAreNot_AreRefused(string days)
        => Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Get, "driver_hourly_stats/statistics/history?days=" + days)).Status);

    [Fact]
    public async Task Post_RowsWritten_ComputesAndKeepsThem()
    {
        for (var driver = 1001; driver < 1005; driver++)
        {
            await Server.WriteAsync(
                "driver_hourly_stats", "2022-04-12T23:30:00Z", [Value.Of((long)driver)], Value.Of(0.5f), driver == 1001 ? Value.Null : Value.Of(float.NaN), Value.Of(driver - 1000));
        }

        await Server.WriteAsync("driver_hourly_stats", "2022-04-10T00:00:00Z", [Value.Of(7L)], Value.Of(0.5f), Value.Null, Value.Of(7));

        var (status, computed) = await SendAsync(HttpMethod.Post, "driver_hourly_stats/statistics");
        var (_, kept) = await SendAsync(HttpMethod.Get, "driver_hourly_stats/statistics");
        var (_, history) = await SendAsync(HttpMethod.Get, "driver_hourly_stats/statistics/history?days=2");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(computed.GetRawText(), kept.GetRawText());
        Assert.Equal((5, 4, 1), (computed.GetProperty("keys").GetInt32(), computed.GetProperty("inAge").GetInt32(), computed.GetProperty("older").GetInt32()));
        Assert.Equal(("2022-04-13T00:00:00Z", "2022-04-12T23:30:00Z"), (computed.GetProperty("computedAt").GetString(), computed.GetProperty("newestEvent").GetString()));
        var features = computed.GetProperty("features").EnumerateArray().ToList();
        Assert.Equal(0.25, features[1].GetProperty("nullRate").GetDouble());
        Assert.Equal(3, features[1].GetProperty("numbers").GetProperty("notANumber").GetInt32());
        Assert.Equal((1, 4, 2.5, 2), (
            features[2].GetProperty("numbers").GetProperty("min").GetDouble(),
            features[2].GetProperty("numbers").GetProperty("max").GetDouble(),
            features[2].GetProperty("numbers").GetProperty("mean").GetDouble(),
            features[2].GetProperty("numbers").GetProperty("quantiles").GetProperty("p50").GetDouble()));
        Assert.Equal("0.5", features[0].GetProperty("frequent").GetProperty("top")[0].GetProperty("value").GetString());
        var day = Assert.Single(history.GetProperty("items").EnumerateArray());
        Assert.Equal(("2022-04-13", 0.25), (day.GetProperty("day").GetString(), day.GetProperty("features")[1].GetProperty("nullRate").GetDouble()));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/views/" + path);
        using var answer = await Server.Http.SendAsync(request, Token);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement);
    }
}

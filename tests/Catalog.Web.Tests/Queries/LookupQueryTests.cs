using Catalog.Core.Values;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Http;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using FeatureStore.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Web.Tests.Queries;

public sealed class LookupQueryTests : IAsyncLifetime
{
    private OnlineFeaturesServer _server = null!; // Set before every test.
    private LookupQuery _query = null!;

    private FeatureView Stats => _server.Registry.FindView("driver_hourly_stats")!;

    private FeatureView Trips => _server.Registry.FindView("trip_stats")!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await OnlineFeaturesServer.StartAsync();
        _query = new LookupQuery(_server.Services.GetRequiredService<OnlineFeatureService>(), _server.Clock);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task AnswerAsync_EachStatus_IsShownInItsRow()
    {
        await _server.WriteAsync("driver_hourly_stats", "2022-04-12T23:00:00Z", [Value.Of(1001L)], Value.Of(0.1f), Value.Null, Value.Of(-3));
        await _server.WriteAsync("driver_hourly_stats", "2022-04-12T23:00:00Z", [Value.Of(1002L)], Value.Null, Value.Null, Value.Null);
        await _server.WriteAsync("driver_hourly_stats", "2022-04-11T00:00:00Z", [Value.Of(1003L)], Value.Of(0.5f), Value.Null, Value.Of(7));

        var answer = await AskAsync(Stats, "conv_rate, acc_rate, avg_daily_trips", ("driver_id", "1001,1002, 1003, 9"));

        Assert.Equal(["PRESENT", "NULL_VALUE", "OUTSIDE_MAX_AGE", "NOT_FOUND"], answer.Rows.Select(static row => row.Status));
        Assert.Equal(["1001", "1002", "1003", "9"], answer.Rows.Select(static row => Assert.Single(row.Keys)));
        Assert.Equal([("0.1", "PRESENT"), ("null", "NULL_VALUE"), ("−3", "PRESENT")], answer.Rows[0].Cells.Select(static cell => (cell.Text, cell.Status)));
        Assert.Equal("2022-04-11T00:00:00Z", answer.Rows[2].EventTime.ToString());
        Assert.Null(answer.Rows[3].EventTime);
        Assert.All(answer.Columns, static column => Assert.True(column.IsNumber));
    }

    [Fact]
    public async Task AnswerAsync_TwoJoinKeys_ReadsThemPairwise()
    {
        await _server.WriteAsync("trip_stats", "2022-04-12T23:00:00Z", [Value.Of(1L), Value.Of("a,b")], Value.Of(5L), Value.Of("Rome"), Value.Of(true), Value.Null);

        var answer = await AskAsync(Trips, "last_city,is_vip", ("driver_id", "1, 2"), ("customer_id", "\"a,b\", x"));

        Assert.Equal([["1", "a,b"], ["2", "x"]], answer.Rows.Select(static row => row.Keys));
        Assert.Equal(["Rome", "true"], answer.Rows[0].Cells.Select(static cell => cell.Text));
    }

    [Fact]
    public async Task AnswerAsync_SeveralMistakes_AreSaidBesideTheirFields()
    {
        var answer = await AskAsync(Trips, "last_city, nope", ("driver_id", "1, x"), ("customer_id", ""));

        Assert.Empty(answer.Rows);
        Assert.Equal(["customer_id", "driver_id", "features"], answer.Errors.Keys.Order());
        Assert.Contains("'x'", answer.Errors["driver_id"], StringComparison.Ordinal);
        Assert.Contains("'nope'", answer.Errors["features"], StringComparison.Ordinal);
        Assert.Contains("last_city", answer.Errors["features"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "'x' is not a whole number, or too large a one.")]
    [InlineData("1, x", "Key 2, 'x', is not a whole number, or too large a one.")]
    public async Task AnswerAsync_KeyOfAnotherType_IsSaidInWords(string keys, string error)
        => Assert.Equal(error, (await AskAsync(Stats, "conv_rate", ("driver_id", keys))).Errors["driver_id"]);

    [Fact]
    public async Task AnswerAsync_UnequalNumbersOfKeys_AreRefusedAtTheSecond()
        => Assert.Equal("1 value here and 2 of driver_id: each row needs one of both.", (await AskAsync(Trips, "last_city", ("driver_id", "1,2"), ("customer_id", "a"))).Errors["customer_id"]);

    [Fact]
    public async Task AnswerAsync_MoreKeysThanAPageShows_AreRefused()
    {
        var most = string.Join(',', Enumerable.Range(0, LookupQuery.MaxKeys));

        Assert.Equal(LookupQuery.MaxKeys, (await AskAsync(Stats, "conv_rate", ("driver_id", most))).Rows.Count);
        Assert.Contains("101", (await AskAsync(Stats, "conv_rate", ("driver_id", most + ",100"))).Errors["driver_id"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnswerAsync_AFeatureTwice_IsShownOnce() => Assert.Single((await AskAsync(Stats, "conv_rate,conv_rate", ("driver_id", "1"))).Columns);

    [Fact]
    public async Task AnswerAsync_ViewWithoutEntities_NeedsNoKey()
    {
        var world = OnlineFeaturesServer.View("world", [], TimeSpan.Zero, ("temperature", ScalarType.Double));
        _server.Registry.Apply(world);
        await _server.WriteAsync("world", "2022-04-12T23:00:00Z", [], Value.Of(21.5));

        var row = Assert.Single((await AskAsync(world, "temperature")).Rows);

        Assert.Equal("21.5", Assert.Single(row.Cells).Text);
    }

    [Fact]
    public async Task AnswerAsync_TheStoreFails_SaysWhy()
    {
        await _server.Services.GetRequiredService<FeatureStore.Ports.IOnlineStore>().WriteAsync(
            [new(FeatureStore.Rows.EntityKey.Create(Stats.Entities, [Value.Of(5L)]), Stats.Id.ToString(), default, 1, new byte[] { 77 })], Token);

        Assert.Contains("77", (await AskAsync(Stats, "conv_rate", ("driver_id", "5"))).Failure, StringComparison.Ordinal);
    }

    private Task<LookupAnswer> AskAsync(FeatureView view, string features, params (string Key, string Text)[] keys)
        => _query.AnswerAsync(view, new LookupForm(keys.ToDictionary(static key => key.Key, static key => key.Text), features, IsAsked: true), Token);
}

using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Rows;
using FeatureStore.Serving;
using FeatureStore.TrainingSets;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>The point-in-time cases that ask a feature service for views of all kinds at once.</summary>
public sealed class PointInTimeServiceTests
{
    private static readonly Instant Then = new(1_700_000_000_000_000);
    private static readonly Instant Now = Then + TimeSpan.FromDays(1);

    private static readonly FeatureView Drivers = View("drivers", ["driver_id"], "conv_rate");
    private static readonly FeatureView Customers = View("customers", ["customer_id"], "current_balance");
    private static readonly FeatureView Orders = View("orders", ["customer_id", "driver_id"], "order_is_success");
    private static readonly FeatureView Global = View("global_stats", [], "num_rides");
    private static readonly FeatureView Locations = View("locations", ["location_id"], "temperature");

    private static readonly OnDemandFeatureView Check = new()
    {
        Name = "check",
        Version = 1,
        Domain = "shop",
        Owner = "crew",
        Sources = [Projection("drivers")],
        Requests = [new RequestSource("asked", [new RequestValue("val_to_add", new DataType(ScalarType.Double), null)])],
        Features = [new OnDemandFeature { Name = "conv_rate_plus_val", Type = new DataType(ScalarType.Double), Expression = "conv_rate + val_to_add" }, new OnDemandFeature { Name = "twice", Type = new DataType(ScalarType.Double), Expression = "conv_rate * 2" }],
    };

    /// <summary>Frame column, then what each row gives: the newest value at its time, by hand.</summary>
    private static readonly string Frame = string.Create(
        CultureInfo.InvariantCulture,
        $"order_id,driver_id,customer_id,origin_id,destination_id,val_to_add,event_timestamp\n1,10,20,1,2,5,{Now}\n2,10,21,2,1,6,{Then}\n3,11,20,1,1,7,{Now}\n4,11,21,3,2,8,{Then - TimeSpan.FromMicroseconds(1)}\n");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pit1_ViewsOfAllKindsAtOnce_EachGivesItsOwn()
    {
        await using var both = await FilledAsync();
        both.Registry.Apply(
            "svc",
            Projection("drivers", "conv_rate"), Projection("customers", "current_balance"), Projection("orders", "order_is_success"), Projection("global_stats", "num_rides"),
            new FeatureProjection("locations", ["temperature"], "origin", new Dictionary<string, string> { ["location_id"] = "origin_id" }),
            new FeatureProjection("locations", ["temperature"], "destination", new Dictionary<string, string> { ["location_id"] = "destination_id" }),
            Projection("check", "conv_rate_plus_val"));

        var trained = await both.TrainAsync(new TrainingSetDefinition { FeatureService = "svc", FullFeatureNames = true }, "frame.csv", Frame);

        Assert.Equal(
            ["drivers__conv_rate", "customers__current_balance", "orders__order_is_success", "global_stats__num_rides", "origin__temperature", "destination__temperature", "check__conv_rate_plus_val"],
            trained.Columns.Skip(7).Select(static column => column.Name));
        Assert.Equal(
            [
                [11, 200, 1, 7, 15, 25, 16],
                [10, 210, null, 6, 20, 10, 16],
                [110, 200, 0, 7, 15, 15, 117],
                [null, null, null, null, null, null, null],
            ],
            trained.Rows.Select(static row => row.Skip(7).Select(static value => value.IsNull ? (double?)null : value.AsDouble()).ToArray()));
    }

    [Fact]
    public async Task Pit15_SomeFeaturesOfSeveralViews_AreThoseOfTheirReferences()
    {
        await using var both = await FilledAsync();
        both.Registry.Apply("svc", Projection("customers", "current_balance"), Projection("check", "twice"));

        var byService = await both.TrainAsync(new TrainingSetDefinition { FeatureService = "svc" }, "frame.csv", Frame);
        var byReference = await both.TrainAsync(new TrainingSetDefinition { Features = ["customers:current_balance", "check:twice"] }, "frame.csv", Frame);

        Assert.Equal(["current_balance", "twice"], byService.Columns.Skip(7).Select(static column => column.Name));
        Assert.Equal(byReference.Columns, byService.Columns);
        Assert.Equal(byReference.Rows, byService.Rows);
        Assert.Equal([Value.Of(22.0), Value.Of(20.0), Value.Of(220.0), Value.Null], byService.Rows.Select(static row => row[^1]));
    }

    private static async Task<OnDemandServedAndTrained> FilledAsync()
    {
        var both = new OnDemandServedAndTrained(Drivers, Customers, Orders, Global, Locations);
        both.Registry.Apply(Check);
        await both.WriteAsync(Drivers, [Row(0, Then, 10, 10), Row(1, Now, 11, 10), Row(2, Now, 110, 11), Row(3, Now + TimeSpan.FromMicroseconds(1), 999, 10)]);
        await both.WriteAsync(Customers, [Row(0, Then, 200, 20), Row(1, Then, 210, 21)]);
        await both.WriteAsync(Orders, [Row(0, Then, 1, 20, 10), Row(1, Then, 0, 20, 11)]);
        await both.WriteAsync(Global, [Row(0, Then, 6), Row(1, Now, 7)]);
        await both.WriteAsync(Locations, [Row(0, Then, 10, 1), Row(1, Then, 20, 2), Row(2, Now, 15, 1), Row(3, Now, 25, 2)]);
        both.Clock.Set(new DateTimeOffset(Now.ToDateTime(), TimeSpan.Zero) + TimeSpan.FromDays(1));
        await both.StartAsync();
        return both;
    }

    private static FeatureView View(string name, string[] keys, string feature) => TestStore.View([], []) with
    {
        Name = name,
        Entities = [.. keys.Select(static key => new Entity { Name = key, JoinKey = key, Type = new DataType(ScalarType.Int64), Domain = "shop", Owner = "crew" })],
        Features = [new Feature { Name = feature, Type = new DataType(ScalarType.Double), From = "renamed_in_the_source" }],
    };

    private static FeatureProjection Projection(string view, params string[] features) => new(view, features, null, new Dictionary<string, string>());

    private static FeatureRow Row(long sequence, Instant time, double value, params long[] keys) => new([.. keys.Select(static key => Value.Of(key))], time, time, sequence, [Value.Of(value)]);
}

using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Serving;

namespace FeatureStore.Tests.Serving;

public sealed class OnDemandLookupTests : IAsyncDisposable
{
    private static readonly Dictionary<string, string> SameKeys = [];

    private static readonly OnDemandFeatureView Check = new()
    {
        Name = "check",
        Version = 3,
        Domain = "d",
        Owner = "o",
        Sources = [new FeatureProjection("driver_stats", ["trips", "city"], null, SameKeys), new FeatureProjection("trip_stats", [], null, SameKeys)],
        Requests = [new RequestSource("asked", [new RequestValue("fare", new DataType(ScalarType.Double), null), new RequestValue("tags", new DataType(ScalarType.String, IsList: true), null)])],
        Features =
        [
            Computed("per_trip", ScalarType.Double, "fare / trips"),
            Computed("is_new", ScalarType.Bool, "trips IS NULL"),
            Computed("share", ScalarType.Double, "n_trips / trips"),
            new OnDemandFeature { Name = "given", Type = new DataType(ScalarType.Double), From = "fare" },
            Computed("tag_count", ScalarType.Int64, "list_length(tags)"),
            Computed("two", ScalarType.Int64, "1 + 1"),
        ],
    };

    private readonly ServingFixture _serving = new();

    public OnDemandLookupTests() => _serving.Registry.Apply(Check);

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Fact]
    public async Task GetAsync_OnDemandFeature_ReadsWhatItNeedsAndGivesOutWhatWasAsked()
    {
        await _serving.WriteAsync(ServingFixture.Stats, [Value.Of(1L)], TimeSpan.FromHours(1), Value.Of(0.5f), Value.Of(4L), Value.Of("Oslo"));

        var answer = await _serving.GetAsync(["check:per_trip"], ("driver_id", ServingFixture.Ids(1)), ("fare", [Value.Of(10.0)]));

        Assert.Equal(["driver_id", "per_trip"], answer.Columns.Select(static column => column.Name));
        Assert.Equal((Value.Of(2.5), FieldStatus.Present), (answer.Columns[1].Values[0], answer.Columns[1].Statuses[0]));
        Assert.Equal(_serving.Now - TimeSpan.FromHours(1), answer.Columns[1].EventTimes[0]);
        Assert.Equal(new FeatureViewId("check", 3), answer.Columns[1].View);
        Assert.Equal(1, _serving.Latencies.Summarize("check").Count);
    }

    [Fact]
    public async Task GetAsync_InputNotFoundOrTooOld_IsNullAndTheExpressionDecides()
    {
        await _serving.WriteAsync(ServingFixture.Stats, [Value.Of(1L)], TimeSpan.FromDays(2), Value.Of(0.5f), Value.Of(4L), Value.Of("Oslo"));

        var answer = await _serving.GetAsync(["check:is_new", "check:per_trip", "driver_stats:trips"], ("driver_id", ServingFixture.Ids(1, 2)), ("fare", [Value.Of(10.0), Value.Of(10.0)]));

        Assert.Equal([Value.Of(true), Value.Of(true)], answer.Columns[1].Values);
        Assert.Equal([FieldStatus.Present, FieldStatus.Present], answer.Columns[1].Statuses);
        Assert.Equal([FieldStatus.NullValue, FieldStatus.NullValue], answer.Columns[2].Statuses);
        Assert.All(answer.Columns[2].EventTimes, static time => Assert.Equal(default, time));
        Assert.Equal([FieldStatus.OutsideMaxAge, FieldStatus.NotFound], answer.Columns[3].Statuses);
    }

    [Fact]
    public async Task GetAsync_SeveralViews_TakesTheNewestEventOfThoseThatAreRead()
    {
        await _serving.WriteAsync(ServingFixture.Stats, [Value.Of(1L)], TimeSpan.FromHours(5), Value.Of(0.5f), Value.Of(4L), Value.Of("Oslo"));
        await _serving.WriteAsync(ServingFixture.Trips, [Value.Of(1L), Value.Of("c")], TimeSpan.FromHours(2), Value.Of(1));

        var answer = await _serving.GetAsync(["check:share", "check:two"], ("driver_id", ServingFixture.Ids(1)), ("customer_id", [Value.Of("c")]));

        Assert.Equal(Value.Of(0.25), answer.Columns[2].Values[0]);
        Assert.Equal(_serving.Now - TimeSpan.FromHours(2), answer.Columns[2].EventTimes[0]);
        Assert.Equal((Value.Of(2L), default), (answer.Columns[3].Values[0], answer.Columns[3].EventTimes[0]));
    }

    [Fact]
    public async Task GetAsync_FeaturesOfBothKinds_ComeInTheOrderAsked()
    {
        await _serving.WriteAsync(ServingFixture.Stats, [Value.Of(1L)], TimeSpan.Zero, Value.Of(0.5f), Value.Of(4L), Value.Of("Oslo"));

        var answer = await _serving.GetAsync(["check:per_trip", "driver_stats:city", "check:given", "driver_stats:trips"], ("driver_id", ServingFixture.Ids(1)), ("fare", [Value.Of(1L)]));

        Assert.Equal(["driver_id", "per_trip", "city", "given", "trips"], answer.Columns.Select(static column => column.Name));
        Assert.Equal(["1", "0.25", "Oslo", "1", "4"], answer.Columns.Select(static column => column.Values[0].ToString()));
    }

    [Fact]
    public async Task GetAsync_ServiceWithOnDemandView_MapsItsKeysAndNames()
    {
        await _serving.WriteAsync(ServingFixture.Stats, [Value.Of(1L)], TimeSpan.Zero, Value.Of(0.5f), Value.Of(4L), Value.Of("Oslo"));
        await _serving.WriteAsync(ServingFixture.Stats, [Value.Of(2L)], TimeSpan.Zero, Value.Of(0.5f), Value.Of(5L), Value.Of("Bergen"));
        _serving.Registry.Apply(
            "svc",
            new FeatureProjection("check", ["per_trip"], "theirs", new Dictionary<string, string> { ["driver_id"] = "other_id" }),
            new FeatureProjection("check", ["per_trip"], null, SameKeys));

        var answer = await _serving.Service.GetAsync(
            new OnlineFeaturesRequest
            {
                FeatureService = "svc",
                FullFeatureNames = true,
                Entities = [new("driver_id", ServingFixture.Ids(1)), new("other_id", ServingFixture.Ids(2)), new("fare", [Value.Of(20.0)])],
            },
            ServingFixture.Token);

        Assert.Equal([("theirs__per_trip", 4.0), ("check__per_trip", 5.0)], answer.Columns.Skip(2).Select(static column => (column.Name, column.Values[0].AsDouble())));
    }

    [Fact]
    public async Task GetAsync_RequestValueMissing_IsRefusedByName()
    {
        var refused = await _serving.RefusedAsync(["check:per_trip", "check:tag_count"], ("driver_id", ServingFixture.Ids(1)));

        Assert.Equal(FeatureStoreErrorCode.MissingRequestValue, refused.ErrorCode);
        Assert.StartsWith("Required request data source features ['fare', 'tags'] not found in the entity rows, but required by feature views 'check'.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_RequestValueOfAnUnwantedFeature_IsNotNeeded()
    {
        var answer = await _serving.GetAsync(["check:two", "check:is_new"], ("driver_id", ServingFixture.Ids(1)));

        Assert.Equal(["2", "true"], answer.Columns.Skip(1).Select(static column => column.Values[0].ToString()));
    }

    [Theory]
    [InlineData("abc", "The value 'abc' of the request value 'fare' in row 2 is not of type 'double', as the on-demand view 'check' needs it. Send a number or null.")]
    [InlineData("1e999", "The value '1e999' of the request value 'fare' in row 2 is not of type 'double'")]
    public async Task GetAsync_RequestValueOfAnotherType_IsRefusedWithItsRow(string value, string message)
    {
        var refused = await _serving.RefusedAsync(["check:given"], ("fare", [Value.Of("1.5"), Value.Of(value)]));

        Assert.Equal(FeatureStoreErrorCode.InvalidRequestValue, refused.ErrorCode);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_WholeNumberThatADoubleCannotHold_IsRefused()
    {
        var refused = await _serving.RefusedAsync(["check:given"], ("fare", [Value.Of((1L << 53) + 1)]));

        Assert.Equal(FeatureStoreErrorCode.InvalidRequestValue, refused.ErrorCode);
    }

    [Fact]
    public async Task GetAsync_ListOfTheRequest_IsReadItemByItem()
    {
        var answer = await _serving.GetAsync(["check:tag_count"], ("tags", [Value.OfList(ScalarType.String, [Value.Of("a"), Value.Null]), Value.Null]));
        var refused = await _serving.RefusedAsync(["check:tag_count"], ("tags", [Value.OfList(ScalarType.Int64, [Value.Of(1L)])]));

        Assert.Equal([Value.Of(2L), Value.Null], answer.Columns[0].Values);
        Assert.Equal(FeatureStoreErrorCode.InvalidRequestValue, refused.ErrorCode);
    }

    [Fact]
    public async Task GetAsync_RequestOnly_NeedsNoEntity()
    {
        var answer = await _serving.GetAsync(["check:given"], ("fare", [Value.Of(-0.0), Value.Null, Value.Of("NaN")]));

        Assert.Equal([Value.Of(0.0), Value.Null, Value.Of(double.NaN)], answer.Columns[0].Values);
        Assert.Equal([FieldStatus.Present, FieldStatus.NullValue, FieldStatus.Present], answer.Columns[0].Statuses);
    }

    [Theory]
    [InlineData("chek:per_trip", "Did you mean 'check'?")]
    [InlineData("check:per_tripp", "Did you mean 'per_trip'?")]
    [InlineData("check@v9:per_trip", "Feature view 'check' has no version '9'; its newest is 3.")]
    public async Task GetAsync_WrongName_SaysTheNearest(string feature, string message)
        => Assert.Contains(message, (await _serving.RefusedAsync([feature], ("driver_id", ServingFixture.Ids(1)))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task GetAsync_OlderVersionThatCannotBeComputedAnyMore_SaysSo()
    {
        _serving.Registry.Apply(Check with { Version = 2, Features = [Computed("per_trip", ScalarType.Double, "fare / gone")] });

        var refused = await _serving.RefusedAsync(["check@v2:per_trip"], ("driver_id", ServingFixture.Ids(1)), ("fare", [Value.Of(1.0)]));

        Assert.Equal(FeatureStoreErrorCode.InvalidView, refused.ErrorCode);
        Assert.Contains("Feature 'per_trip' of 'check@2' cannot be computed: There is no column 'gone'.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_SameRequestValueOfTwoTypes_IsRefused()
    {
        _serving.Registry.Apply(Check with
        {
            Name = "other", Sources = [], Requests = [new RequestSource("asked", [new RequestValue("fare", new DataType(ScalarType.Int64), null)])],
            Features = [new OnDemandFeature { Name = "whole", Type = new DataType(ScalarType.Int64), From = "fare" }],
        });

        var refused = await _serving.RefusedAsync(["check:given", "other:whole"], ("fare", [Value.Of(1L)]));

        Assert.Contains("read the request value 'fare' as different types", refused.Message, StringComparison.Ordinal);
    }

    private static OnDemandFeature Computed(string name, ScalarType type, string expression) => new() { Name = name, Type = new DataType(type), Expression = expression };
}

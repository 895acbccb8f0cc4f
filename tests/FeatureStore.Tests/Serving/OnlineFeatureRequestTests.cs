using Catalog.Core.Values;
using FeatureStore.Serving;

namespace FeatureStore.Tests.Serving;

/// <summary>What is refused, and how it says so.</summary>
public sealed class OnlineFeatureRequestTests : IAsyncLifetime
{
    private readonly ServingFixture _serving = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Theory]
    [InlineData("driver_stat:trips", FeatureStoreErrorCode.FeatureViewNotFound, "Did you mean 'driver_stats'?")]
    [InlineData("nope:trips", FeatureStoreErrorCode.FeatureViewNotFound, "Feature view 'nope' does not exist.")]
    [InlineData("driver_stats:trip", FeatureStoreErrorCode.FeatureNotFound, "Did you mean 'trips'?")]
    [InlineData("driver_stats:x", FeatureStoreErrorCode.FeatureNotFound, "Feature 'x' not found in feature view 'driver_stats'.")]
    [InlineData("trips", FeatureStoreErrorCode.InvalidFeatureReference, "'trips'")]
    [InlineData("", FeatureStoreErrorCode.InvalidFeatureReference, "''")]
    [InlineData("a:b:c", FeatureStoreErrorCode.InvalidFeatureReference, "'a:b:c'")]
    [InlineData("driver_stats@2:trips", FeatureStoreErrorCode.InvalidFeatureReference, "view@v2:feature")]
    public async Task GetAsync_WrongReference_SaysWhichAndWhatIsNear(string reference, FeatureStoreErrorCode code, string message)
    {
        var error = await _serving.RefusedAsync([reference], ("driver_id", ServingFixture.Ids(1)));

        Assert.Equal(code, error.ErrorCode);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_SeveralWrongReferences_ReportsAllOfThem()
    {
        var error = await _serving.RefusedAsync(["nope:x", "driver_stats:x", "y"], ("driver_id", ServingFixture.Ids(1)));

        Assert.Equal(FeatureStoreErrorCode.InvalidRequest, error.ErrorCode);
        Assert.Equal(["feature-view-not-found", "feature-not-found", "invalid-feature-reference"], error.Parts.Select(static part => part.Code));
    }

    [Fact]
    public async Task GetAsync_UnknownService_SuggestsTheNearest()
    {
        _serving.Registry.Apply("churn-scoring");

        var error = await Assert.ThrowsAsync<FeatureStoreException>(
            () => _serving.Service.GetAsync(new OnlineFeaturesRequest { FeatureService = "churn-scorin" }, ServingFixture.Token).AsTask());

        Assert.Equal("Feature service 'churn-scorin' does not exist. Did you mean 'churn-scoring'?", error.Message);
    }

    [Fact]
    public async Task GetAsync_NothingAsked_SaysWhatToGive()
        => Assert.Equal(FeatureStoreErrorCode.InvalidRequest, (await _serving.RefusedAsync([], ("driver_id", ServingFixture.Ids(1)))).ErrorCode);

    [Fact] // PIT-2
    public async Task GetAsync_SameNameFromTwoViews_IsACollisionUnlessNamesAreFull()
    {
        _serving.Registry.Apply(ServingFixture.Stats with { Name = "other_stats" });
        string[] features = ["driver_stats:trips", "other_stats:trips"];

        var error = await _serving.RefusedAsync(features, ("driver_id", ServingFixture.Ids(1)));
        var answer = await _serving.Service.GetAsync(
            new OnlineFeaturesRequest { Features = features, FullFeatureNames = true, Entities = [new EntityColumn("driver_id", ServingFixture.Ids(1))] },
            ServingFixture.Token);

        Assert.Equal(FeatureStoreErrorCode.FeatureNameCollision, error.ErrorCode);
        Assert.Contains("full_feature_names", error.Message, StringComparison.Ordinal);
        Assert.Equal(["driver_id", "driver_stats__trips", "other_stats__trips"], answer.Columns.Select(static column => column.Name));
    }

    [Fact]
    public async Task GetAsync_SameReferenceTwice_IsACollision()
        => Assert.Equal(
            FeatureStoreErrorCode.FeatureNameCollision,
            (await _serving.RefusedAsync(["driver_stats:trips", "driver_stats:trips"], ("driver_id", ServingFixture.Ids(1)))).ErrorCode);

    [Fact]
    public async Task GetAsync_JoinKeyMissing_NamesItAndWhatWasGiven()
    {
        var error = await _serving.RefusedAsync(["trip_stats:n_trips"], ("driver_id", ServingFixture.Ids(1)));

        Assert.Equal(FeatureStoreErrorCode.MissingJoinKey, error.ErrorCode);
        Assert.Equal("Missing join key values for keys: 'customer_id'. Provided: 'driver_id'.", error.Message);
    }

    [Fact] // ON-11
    public async Task GetAsync_ColumnsOfDifferentLengths_IsAnError()
    {
        var error = await _serving.RefusedAsync(["trip_stats:n_trips"], ("driver_id", ServingFixture.Ids(1, 2)), ("customer_id", [Value.Of("C9")]));

        Assert.Equal(FeatureStoreErrorCode.UnequalEntityColumns, error.ErrorCode);
    }

    [Fact]
    public async Task GetAsync_BeyondTheLimits_NamesTheSetting()
    {
        await using var small = new ServingFixture(
            new FeatureStoreOptions { Serving = new ServingOptions { MaxEntities = 3, MaxFeatures = 2, MaxValues = 5 } });

        var entities = await small.RefusedAsync(["driver_stats:trips"], ("driver_id", ServingFixture.Ids(1, 2, 3, 4)));
        var features = await small.RefusedAsync(["driver_stats:trips", "driver_stats:city", "driver_stats:conv_rate"], ("driver_id", ServingFixture.Ids(1)));
        var values = await small.RefusedAsync(["driver_stats:trips", "driver_stats:city"], ("driver_id", ServingFixture.Ids(1, 2, 3)));

        Assert.All([entities, features, values], static error => Assert.Equal(FeatureStoreErrorCode.TooLarge, error.ErrorCode));
        Assert.Contains("'FeatureStore:Serving:MaxEntities'", entities.Message, StringComparison.Ordinal);
        Assert.Contains("'FeatureStore:Serving:MaxFeatures'", features.Message, StringComparison.Ordinal);
        Assert.Contains("'FeatureStore:Serving:MaxValues'", values.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_NullKey_NamesTheRow()
    {
        var error = await _serving.RefusedAsync(["driver_stats:trips"], ("driver_id", [Value.Of(1L), Value.Null]));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityValue, error.ErrorCode);
        Assert.Contains("in row 2", error.Message, StringComparison.Ordinal);
    }
}

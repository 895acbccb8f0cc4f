using FeatureStore.Model;
using FeatureStore.TrainingSets;

namespace FeatureStore.Tests.TrainingSets;

/// <summary>The point-in-time cases PIT-3, PIT-4 and PIT-15, which a request decides before anything is joined; the number stands in each name.</summary>
public sealed class PointInTimeRequestTests : IAsyncLifetime
{
    private readonly TrainingSetFixture _sets = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _sets.DisposeAsync();

    [Theory]
    [InlineData("profile:visits")] // The other view of the source has it.
    [InlineData("profile:customer_id")] // The source has it.
    public async Task Pit3_FeatureThatTheViewDoesNotHave_IsRefused(string reference)
    {
        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.CreateAsync(features: reference));

        Assert.Equal(FeatureStoreErrorCode.FeatureNotFound, error.ErrorCode);
        Assert.Contains($"'{reference.Split(':')[1]}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'profile'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pit4_FrameWithoutTheRequestValue_IsRefusedByColumnAndView()
    {
        _sets.Registry.Apply(TrainingSetFixture.Check);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.CreateAsync(features: "check:ratio"));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityFrame, error.ErrorCode);
        Assert.Contains("'basket'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'check'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pit15_Service_GivesExactlyTheColumnsOfItsReferences()
    {
        _sets.Registry.Apply(
            "svc",
            new FeatureProjection("profile", ["spend"], null, new Dictionary<string, string>()),
            new FeatureProjection("pair", ["visits"], null, new Dictionary<string, string>()));
        await _sets.StartAsync();

        var byService = await ColumnsAsync(new TrainingSetDefinition { FeatureService = "svc" }, "service");
        var byReference = await ColumnsAsync(new TrainingSetDefinition { Features = ["profile:spend", "pair:visits"] }, "references");

        Assert.Equal(["customer_id", "shop_id", "event_timestamp", "spend", "visits"], byService);
        Assert.Equal(byReference, byService);
        Assert.Equal(_sets.Engine.Joins[1].Views.SelectMany(static view => view.Features), _sets.Engine.Joins[0].Views.SelectMany(static view => view.Features));
    }

    private async Task<IReadOnlyList<string>> ColumnsAsync(TrainingSetDefinition definition, string name)
    {
        using var frame = await _sets.FrameAsync("customer_id,shop_id,event_timestamp");
        var asked = await _sets.Service.CreateAsync(new TrainingSetRequest { Name = name, Definition = definition }, frame, Token);
        var set = await _sets.EndOfAsync(asked.Id);
        Assert.Equal(TrainingSetState.Completed, set?.State);
        return [.. set?.Columns.Select(static column => column.Name) ?? []];
    }
}

using Catalog.Core.Values;
using Ingestion.Model;
using Ingestion.Ports;

namespace Conformance.Ingestion;

/// <summary>What every store of jobs must do.</summary>
public abstract class JobStoreConformance : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected IIngestionJobStore Store { get; private set; } = null!; // Set before each test.

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected abstract ValueTask<IIngestionJobStore> OpenAsync();

    [Fact]
    public async Task SaveAsync_NewState_ReplacesTheOld()
    {
        var job = Job(1, "a");
        var result = new IngestionResult { RunId = job.RunId, Source = "a", Read = 3, Accepted = 2, Quarantined = 1, ByRule = new Dictionary<string, long> { ["r"] = 1 } };
        await Store.SaveAsync(job, Token);
        await Store.SaveAsync(job with { State = IngestionJobState.Completed, EndedAt = new Instant(9), Result = result }, Token);

        var stored = await Store.FindAsync(job.RunId, Token);

        Assert.Equal((IngestionJobState.Completed, new Instant(9), "file 1"), (stored!.State, stored.EndedAt!.Value, stored.Title));
        Assert.Equivalent(result, stored.Result);
        Assert.Null(await Store.FindAsync(Guid.Empty, Token));
    }

    [Fact]
    public async Task GetUnfinishedAsync_OldestFirst_WithoutEndedOnes()
    {
        await Store.SaveAsync(Job(3, "a"), Token);
        await Store.SaveAsync(Job(1, "b") with { State = IngestionJobState.Running }, Token);
        await Store.SaveAsync(Job(2, "a") with { State = IngestionJobState.Failed }, Token);

        Assert.Equal(["file 1", "file 3"], (await Store.GetUnfinishedAsync(Token)).Select(job => job.Title));
    }

    [Fact]
    public async Task GetRecentAsync_NewestFirst_OfTheSubjectUpToTheLimit()
    {
        foreach (var number in Enumerable.Range(1, 5))
        {
            await Store.SaveAsync(Job(number, number == 4 ? "b" : "a"), Token);
        }

        Assert.Equal(["file 5", "file 3"], (await Store.GetRecentAsync("a", 2, Token)).Select(job => job.Title));
        Assert.Equal(5, (await Store.GetRecentAsync(null, 10, Token)).Count);
    }

    private static IngestionJob Job(int number, string source) => new()
    {
        RunId = new Guid($"018f0000-0000-7000-8000-{number:x12}"), Kind = IngestionJobKind.File, Subject = source, Title = $"file {number}", CreatedAt = new Instant(number),
    };
}

using Catalog.Core.Errors;
using Catalog.Core.Events;
using Catalog.Core.Sharing;
using Catalog.Persistence.Tests.Testing;
using Lineage;
using Lineage.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Persistence.Tests.Sharing;

/// <summary>Two processes over one database: what one carries out the other shows, stops, and takes over when the first is gone.</summary>
public abstract class SharedRuns : IAsyncLifetime
{
    private readonly List<ServiceProvider> _processes = [];
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the database of this test.</summary>
    private protected abstract ValueTask<TestDatabase> OpenAsync();

    public async ValueTask InitializeAsync() => _database = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task Run_OfAnotherProcess_IsShownAsLiveWithItsProgress()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        await using var run = await BeginAsync(one, Make());
        run.Report(7, 20);

        RunSummary? seen;
        while ((seen = await FindAsync(two, run.Id)) is not { Progress.Done: 7 })
        {
            await Task.Yield();
        }

        Assert.Equal((true, 20L), (seen.IsLive, seen.Progress.Total));
        var page = await two.GetRequiredService<IRunQueries>().ListAsync(new RunFilter { Limit = 5 }, Token);
        Assert.True(Assert.Single(page.Runs).IsLive);
    }

    [Fact]
    public async Task Run_CancelledInAnotherProcess_HearsOfIt()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var watching = one.GetRequiredService<IRunWatch>().RunAsync(stop.Token);
        await using var run = await BeginAsync(one, Make());

        Assert.True(await two.GetRequiredService<IRunClaims>().AskToCancelAsync(run.Id, Token));

        await WhenAsync(run.CancelAsked);
        Assert.False(run.Lost.IsCancellationRequested);
        await run.AbortAsync("Cancelled on request.", Token);
        Assert.Equal(("Aborted", false), ((await FindAsync(two, run.Id))!.State.ToString(), (await FindAsync(two, run.Id))!.IsLive));
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task Run_OfAProcessThatRuns_CannotBeBegunInAnother()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        var start = Make();
        await using var run = await BeginAsync(one, start);

        var error = await Assert.ThrowsAsync<LineageException>(() => BeginAsync(two, start));

        Assert.Equal((LineageErrorCode.RunInProgress, ErrorCategory.Conflict), (error.ErrorCode, error.Category));
    }

    [Fact]
    public async Task Run_ItsProcessIsGone_IsNotLiveAndMayBeTakenOver()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var start = Make();
        await using var left = await BeginAsync(one, start);
        await LeaveAsync(one);
        Assert.False((await FindAsync(two, left.Id))!.IsLive);
        Assert.False(await two.GetRequiredService<IRunClaims>().AskToCancelAsync(left.Id, Token));

        await using var taken = await BeginAsync(two, start);

        Assert.True((await FindAsync(one, left.Id))!.IsLive);
        var watching = one.GetRequiredService<IRunWatch>().RunAsync(stop.Token); // It wakes up.
        await WhenAsync(left.Lost);
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private static RunStart Make() => new() { RunId = Guid.CreateVersion7(), Kind = RunKind.Ingestion, Job = "ingest.orders", Domain = "shop" };

    private static Task<IRun> BeginAsync(ServiceProvider process, RunStart start) => process.GetRequiredService<IRunJournal>().StartAsync(start, Token);

    private static Task<RunSummary?> FindAsync(ServiceProvider process, Guid run) => process.GetRequiredService<IRunQueries>().FindSummaryAsync(run, Token);

    private static async Task WhenAsync(CancellationToken asked)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = asked.Register(heard.SetResult);
        await heard.Task.WaitAsync(Token);
    }

    private async Task<ServiceProvider> StartAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_database!.Settings).Build(); // Opened before any test.
        var process = new ServiceCollection().AddLogging().AddSingleton(ThisProcess.Alone()).AddCatalogPersistence(configuration).AddLineage(configuration).BuildServiceProvider();
        _processes.Add(process);
        var name = process.GetRequiredService<ThisProcess>();
        await process.GetRequiredService<ILeases>().TryTakeAsync(ProcessPresence.LeaseOf(name.Id), name, TimeSpan.FromMinutes(10), Token);
        return process;
    }

    private static async Task LeaveAsync(ServiceProvider process)
    {
        var (leases, name) = (process.GetRequiredService<ILeases>(), process.GetRequiredService<ThisProcess>());
        await leases.ReleaseAsync((await leases.ListAsync(Token)).Single(lease => lease.Holder.Id == name.Id), Token);
    }
}

using Catalog.Core.Values;
using FeatureStore.Model;
using Ingestion.Enrichments;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Sharing;

namespace Conformance.Ingestion;

/// <summary>What every store of reports does, whatever database it is kept in. Tests use subjects of their own.</summary>
public abstract class PumpReportsConformance : IAsyncLifetime
{
    private readonly string _subject = $"view-{Guid.CreateVersion7():N}@v1";
    private IPumpReports? _reports;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IPumpReports Reports => _reports ?? throw new InvalidOperationException("The store is not open yet.");

    /// <summary>Opens the store of this test.</summary>
    protected abstract ValueTask<IPumpReports> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _reports = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task SaveAsync_EveryField_ComesBack()
    {
        var view = Report(0, 1, 10) with
        {
            View = new PipelineStatus
            {
                View = new FeatureViewId("v", 2), Source = "s", Partition = 0, State = PipelineState.Failing, Position = 5, DurablePosition = 4, EndOfLog = long.MaxValue,
                HasCaughtUp = true, Skipped = 3, NewestEventTime = new Instant(-7), RunId = Guid.CreateVersion7(), Work = new ViewWork { From = 1, To = 2, Partition = 0 }, Error = "why",
            },
        };
        var stream = Report(1, 1, 10) with { View = null, Stream = new EnrichmentStatus { Source = "s", Stream = "t", Partition = 1, Position = 9, State = PipelineState.Running } };

        await Reports.SaveAsync([view, stream], Token);

        Assert.Equal([view, stream], await ListAsync());
    }

    [Fact]
    public async Task SaveAsync_EarlierOwner_IsLeftOut()
    {
        await Reports.SaveAsync([Report(0, 3, 10)], Token);
        await Reports.SaveAsync([Report(0, 2, 99)], Token);
        Assert.Equal([Report(0, 3, 10)], await ListAsync());

        await Reports.SaveAsync([Report(0, 3, 11)], Token);
        await Reports.SaveAsync([Report(0, 4, 2)], Token);

        Assert.Equal([Report(0, 4, 2)], await ListAsync());
    }

    [Fact]
    public async Task AskAsync_BeforeAndAfterAReport_KeepsTheFurthest()
    {
        await Reports.AskAsync(_subject, 0, 20, Token);
        Assert.Empty(await ListAsync());

        await Reports.SaveAsync([Report(0, 1, 10)], Token);
        await Reports.AskAsync(_subject, 0, 15, Token);
        Assert.Equal(20, Assert.Single(await ListAsync()).Asked);

        await Reports.AskAsync(_subject, 0, 30, Token);
        await Reports.SaveAsync([Report(0, 2, 12)], Token);
        Assert.Equal(Report(0, 2, 12) with { Asked = 30 }, Assert.Single(await ListAsync()));
    }

    [Fact]
    public async Task KeepAsync_OtherSubjects_AreForgotten()
    {
        var other = Report(0, 1, 1) with { Subject = _subject + "x" };
        await Reports.SaveAsync([Report(0, 1, 10), other], Token);

        await Reports.KeepAsync([.. (await Reports.ListAsync(Token)).Select(static report => report.Subject).Where(subject => subject != other.Subject)], Token);

        Assert.Equal([Report(0, 1, 10)], await ListAsync());
    }

    private async Task<List<PumpReport>> ListAsync() => [.. (await Reports.ListAsync(Token))
        .Where(report => report.Subject.StartsWith(_subject, StringComparison.Ordinal)).OrderBy(static report => report.Subject, StringComparer.Ordinal).ThenBy(static report => report.Partition)];

    private PumpReport Report(int partition, long epoch, long position) => new()
    {
        Subject = _subject, Partition = partition, Owner = "here:1", Epoch = epoch, At = new Instant(position),
        View = new PipelineStatus { View = new FeatureViewId("v", 1), Source = "s", Partition = partition, Position = position },
    };
}

using Catalog.Core.Errors;
using Catalog.Core.Values;
using Ingestion.Captures;
using Ingestion.Diagnostics;
using Ingestion.Enrichments;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Topics;
using Microsoft.Extensions.Logging;

namespace Ingestion.Sharing;

/// <summary>
/// Tells other processes how far the pumps of this one are, hears what they ask for, and knows how far theirs are. Does nothing where the work is not shared. Thread-safe.
/// </summary>
internal sealed class SharedPumps(
    IPartitionShares shares, IPumpReports reports, ISourceRegistry sources, ProcessName name, TimeProvider clock, ILogger<SharedPumps> logger) : IWorkerReports
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Subject, int Partition), PumpReport> _told = [];
    private volatile IReadOnlyList<PumpReport> _heard = [];

    /// <summary>After so long without a word a process counts as gone.</summary>
    internal static TimeSpan SilenceLimit { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether other processes may hold partitions.</summary>
    internal bool IsShared => shares.IsShared;

    /// <summary>Whether this process may hold partitions.</summary>
    internal bool CanWork => shares is not NoShares;

    /// <summary>The shares.</summary>
    internal IPartitionShares Shares => shares;

    /// <inheritdoc />
    public IReadOnlyList<PumpReport> Reports => _heard;

    /// <summary>What processes last said of the views that they write. Of a process that has not been heard of for long it says so.</summary>
    internal IEnumerable<PipelineStatus> ListViews() => List(
        static report => report.View, static (view, silence) => view with { State = PipelineState.Failing, Error = silence, RunId = null, Work = null });

    /// <summary>As <see cref="ListViews"/>, of enriched sources.</summary>
    internal IEnumerable<EnrichmentStatus> ListStreams() => List(
        static report => report.Stream, static (stream, silence) => stream with { State = PipelineState.Failing, Error = silence, RunId = null, Work = null });

    /// <summary>As <see cref="ListViews"/>, of topics.</summary>
    internal IEnumerable<TopicStatus> ListTopics() => List(
        static report => report.Topic, static (topic, silence) => topic with { State = PipelineState.Failing, Error = silence, RunId = null, Work = null });

    /// <summary>As <see cref="ListViews"/>, of captured tables.</summary>
    internal IEnumerable<CaptureStatus> ListCaptures() => List(
        static report => report.Capture, static (capture, silence) => capture with { State = PipelineState.Failing, Error = silence, RunId = null, Work = null });

    /// <summary>A report of this process.</summary>
    internal PumpReport Report(string subject, PumpShare share, int? partition = null) => new()
    {
        Subject = subject, Partition = partition ?? share.Share.Partition, Owner = name.Value, Epoch = share.Epoch, At = Instant.Now(clock),
    };

    /// <summary>Tells what is new. A catalogue that is away is said in the log; the pumps go on.</summary>
    internal Task TellAsync(IReadOnlyList<PumpReport> mine, CancellationToken cancellationToken) => TryAsync(() => SaveNewsAsync(mine, cancellationToken));

    /// <summary>As <see cref="TellAsync"/>, and hears what is new of all kinds.</summary>
    internal Task ExchangeAsync(IReadOnlyList<PumpReport> mine, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        await SaveNewsAsync(mine, cancellationToken).ConfigureAwait(false);
        await HearAsync(cancellationToken).ConfigureAwait(false);
    });

    /// <summary>Forgets what was told about views other than these, and about sources that are gone, or have no pump any more.</summary>
    internal Task KeepAsync(IEnumerable<string> views, CancellationToken cancellationToken) => shares.IsShared
        ? reports.KeepAsync([.. views, .. sources.Sources.Where(static source => source.From is not null || source.Topic is not null || source.Capture is not null).Select(static source => source.Name)], cancellationToken)
        : Task.CompletedTask;

    /// <summary>Completes when another process has made everything before <paramref name="end"/> durable, which it is asked for.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.WriterStopped"/>: nobody works on the partition, or the writer is failing.</exception>
    internal async Task FlushAsync(string subject, int partition, long end, CancellationToken cancellationToken)
    {
        if (Find(subject, partition)?.View?.DurablePosition >= end)
        {
            return;
        }

        await reports.AskAsync(subject, partition, end, cancellationToken).ConfigureAwait(false);
        await WaitAsync(subject, partition, report => report.View?.DurablePosition >= end, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Completes when another process has carried everything before <paramref name="end"/> of a stream into an enriched source.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.WriterStopped"/>: nobody works on the partition, or the pump is failing.</exception>
    internal Task WaitForStreamAsync(string source, int partition, long end, CancellationToken cancellationToken)
        => WaitAsync(source, partition, report => report.Stream?.Position >= end, cancellationToken);

    private async Task WaitAsync(string subject, int partition, Predicate<PumpReport> isThere, CancellationToken cancellationToken)
    {
        var begin = clock.GetTimestamp();
        while (true)
        {
            await HearAsync(cancellationToken).ConfigureAwait(false);
            var report = Find(subject, partition);
            if (report is not null && isThere(report))
            {
                return;
            }

            if (report is not null && (report.View?.Error ?? report.Stream?.Error) is { } failure && !IsSilent(report))
            {
                throw new IngestionException(IngestionErrorCode.WriterStopped, $"The writer of '{subject}' on '{report.Owner}' is failing: {failure}");
            }

            if ((report is null || IsSilent(report)) && clock.GetElapsedTime(begin) > SilenceLimit)
            {
                throw new IngestionException(
                    IngestionErrorCode.WriterStopped,
                    $"Nothing works on partition {partition} of '{subject}'{(report is null ? string.Empty : $" since '{report.Owner}' at {report.At}")}. Start a process with the role 'work' (Catalog:Roles).");
            }

            await Task.Delay(Poll, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private IEnumerable<T> List<T>(Func<PumpReport, T?> statusOf, Func<T, string, T> silenced)
        where T : class
        => from report in _heard
           let status = statusOf(report)
           where status is not null
           select IsSilent(report) ? silenced(status, ErrorOfSilence(report)) : status;

    private bool IsSilent(PumpReport report) => Instant.Now(clock) - report.At > SilenceLimit;

    private async Task SaveNewsAsync(IReadOnlyList<PumpReport> mine, CancellationToken cancellationToken)
    {
        var news = FindNews(mine);
        if (news.Count > 0)
        {
            await reports.SaveAsync(news, cancellationToken).ConfigureAwait(false);
            Remember(news);
        }
    }

    private async Task TryAsync(Func<Task> exchange)
    {
        if (!shares.IsShared)
        {
            return;
        }

        try
        {
            await exchange().ConfigureAwait(false);
        }
        catch (CatalogException error)
        {
            Log.PumpsNotReported(logger, error);
        }
    }

    private static string ErrorOfSilence(PumpReport report)
        => $"The process '{report.Owner}' has not been heard of since {report.At}, and no other has taken over. Start a process with the role 'work' (Catalog:Roles).";

    private PumpReport? Find(string subject, int partition) => _heard.FirstOrDefault(report => report.Partition == partition && report.Subject == subject);

    private async Task HearAsync(CancellationToken cancellationToken) => _heard = await reports.ListAsync(cancellationToken).ConfigureAwait(false);

    private List<PumpReport> FindNews(IReadOnlyList<PumpReport> mine)
    {
        lock (_lock)
        {
            return [.. mine.Where(report => !_told.TryGetValue((report.Subject, report.Partition), out var told)
                || report.At - told.At >= RepeatAfter
                || report with { At = told.At } != told)];
        }
    }

    private void Remember(List<PumpReport> told)
    {
        lock (_lock)
        {
            told.ForEach(report => _told[(report.Subject, report.Partition)] = report);
        }
    }
}
